import JSONText

/// A setting that cannot be understood; its reader adds the place.
struct ComponentError: Error {
  let message: String
  var code = JSONError.Code.unsupported
}

extension Normalizer {
  /// The normalizer that a `tokenizer.json` describes.
  init(_ value: JSONValue) throws(ComponentError) {
    switch value["type"]?.string ?? "" {
    case "Lowercase": self = .lowercase
    case "StripAccents": self = .withoutMarks
    case "Strip":
      self = .strip(
        left: value["strip_left"]?.boolean ?? true, right: value["strip_right"]?.boolean ?? true)
    case "Prepend": self = .prepend(try value.text("prepend"))
    case "Replace":
      self = .replace(try Pattern(value["pattern"]), with: try value.text("content"))
    case "Sequence":
      var steps: [Normalizer] = []
      for step in try value.list("normalizers") { steps.append(try Normalizer(step)) }
      self = .sequence(steps)
    case let type:
      guard let form = NormalizationForm(rawValue: type) else {
        throw ComponentError(message: "expected a normalizer known here, found \(quoted(type))")
      }
      self = .unicode(form)
    }
  }
}

extension PreTokenizer {
  /// The pre-tokenizer that a `tokenizer.json` describes.
  init(_ value: JSONValue) throws(ComponentError) {
    switch value["type"]?.string ?? "" {
    case "ByteLevel":
      self = .byteLevel(
        addsPrefixSpace: value["add_prefix_space"]?.boolean ?? true,
        usesPattern: value["use_regex"]?.boolean ?? true)
    case "Digits": self = .digits(areApart: value["individual_digits"]?.boolean ?? false)
    case "Split":
      self = .split(
        try Pattern(value["pattern"]), try SplitBehavior(try value.text("behavior")),
        isInverted: value["invert"]?.boolean ?? false)
    case "Whitespace":
      self = .split(try Pattern(known: PreTokenizer.wordExpression), .removed, isInverted: true)
    case "WhitespaceSplit":
      self = .split(
        try Pattern(known: PreTokenizer.spaceExpression), .removed, isInverted: false)
    case "Punctuation":
      let behavior = try SplitBehavior(value["behavior"]?.string ?? "Isolated")
      self = .split(
        try Pattern(known: PreTokenizer.punctuationExpression), behavior, isInverted: false)
    case "Metaspace": self = try PreTokenizer(metaspace: value)
    case "Sequence":
      var steps: [PreTokenizer] = []
      for step in try value.list("pretokenizers") { steps.append(try PreTokenizer(step)) }
      self = .sequence(steps)
    case let type:
      throw ComponentError(message: "expected a pre-tokenizer known here, found \(quoted(type))")
    }
  }

  /// Files before tokenizers 0.15 say `add_prefix_space` where later ones say `prepend_scheme`.
  private init(metaspace value: JSONValue) throws(ComponentError) {
    let isOldAlways = value["add_prefix_space"]?.boolean ?? true
    let scheme = value["prepend_scheme"]?.string ?? (isOldAlways ? "always" : "never")
    guard let prepends = MetaspacePrepending(rawValue: scheme) else {
      throw ComponentError(message: "expected a prepend_scheme known here, found \(quoted(scheme))")
    }
    self = .metaspace(
      replacement: try value.text("replacement"), prepends: prepends,
      splits: value["split"]?.boolean ?? true)
  }
}

extension SplitBehavior {
  fileprivate init(_ name: String) throws(ComponentError) {
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw ComponentError(message: "expected a behavior known here, found \(quoted(name))")
    }
    self = behavior
  }
}

extension Pattern {
  /// The pattern of an expression that a pre-tokenizer stands for.
  fileprivate init(known source: String) throws(ComponentError) {
    do throws(ExpressionError) {
      self = try Pattern(expression: source)
    } catch {
      throw ComponentError(message: error.message)
    }
  }

  /// The pattern of a Split or Replace: `{"Regex": …}` or `{"String": …}`.
  fileprivate init(_ value: JSONValue?) throws(ComponentError) {
    if let literal = value?["String"]?.string {
      self = .literal(literal)
      return
    }
    guard let source = value?["Regex"]?.string else {
      throw ComponentError(message: "expected a pattern, found none", code: .inconsistent)
    }
    do throws(ExpressionError) {
      self = try Pattern(expression: source)
    } catch {
      throw ComponentError(message: "the pattern \(quoted(source)) \(error.message)")
    }
  }
}

extension Decoding {
  /// How the decoder that a `tokenizer.json` describes turns tokens into text.
  init(_ value: JSONValue) throws(ComponentError) {
    try apply(value)
  }

  private mutating func apply(_ value: JSONValue) throws(ComponentError) {
    switch value["type"]?.string ?? "" {
    case "ByteLevel", "Fuse": break
    case "ByteFallback": readsByteTokens = true
    case "Metaspace":
      spaceMark = try value.text("replacement")
      let isOldAlways = value["add_prefix_space"]?.boolean ?? true
      dropsFirstSpace = value["prepend_scheme"]?.string.map { $0 != "never" } ?? isOldAlways
    case "Replace" where value["content"]?.string == " ":
      guard let mark = value["pattern"]?["String"]?.string else {
        throw ComponentError(message: "expected the text to replace by a space")
      }
      spaceMark = mark
    case "Strip" where value["content"]?.string == " ": dropsFirstSpace = true
    case "Sequence":
      for step in try value.list("decoders") { try apply(step) }
    case let type:
      throw ComponentError(message: "expected a decoder known here, found \(quoted(type))")
    }
  }
}

extension TokenizerDefinition {
  /// Takes from a post-processor which tokens open and close a sequence; the rest changes no ids.
  mutating func apply(postProcessor value: JSONValue) {
    for step in value["processors"]?.elements ?? [] { apply(postProcessor: step) }
    guard let template = value["single"]?.elements else { return }
    let names = template.map { $0["SpecialToken"]?["id"]?.string }
    if let first = names.first, let id = first.flatMap(id(of:)) {
      beginning = id
      addsBeginning = true
    }
    if names.count > 1, let last = names.last, let id = last.flatMap(id(of:)) {
      end = id
      addsEnd = true
    }
  }
}

extension JSONValue {
  /// A member that must be a string.
  fileprivate func text(_ key: String) throws(ComponentError) -> String {
    if let text = self[key]?.string { return text }
    throw ComponentError(message: "expected a string \(key), found none", code: .inconsistent)
  }

  /// A member that must be an array.
  fileprivate func list(_ key: String) throws(ComponentError) -> [JSONValue] {
    if let list = self[key]?.elements { return list }
    throw ComponentError(message: "expected an array \(key), found none", code: .inconsistent)
  }
}
