extension Tokenizer {
  /// Everything that decides which tokens a text becomes, in one canonical form to be hashed.
  ///
  /// Tokenizers with equal bytes encode equally, whatever files they were read from; the path is no
  /// part of it. The form begins with its version.
  public func canonicalBytes() -> [UInt8] {
    var output = Array("thresher tokenizer 1\n\(settings)\n".utf8)
    for id in 0..<vocabularySize {
      let token = model.vocabulary.bytes(of: id)
      append(UInt32(token.count), to: &output)
      output.append(contentsOf: token)
    }
    for token in addedTokens { output.append(contentsOf: Array("\(token.canonical)\n".utf8)) }
    for merge in model.merges.inOrder {
      append(merge.left, to: &output)
      append(merge.right, to: &output)
      append(merge.id, to: &output)
    }
    return output
  }

  private var settings: String {
    let marks = [beginningOfSequence, endOfSequence, padding].map { $0.map(String.init) ?? "-" }
    return [
      normalizer?.canonical ?? "-", preTokenizer.canonical, model.canonical, decoding.canonical,
      marks.joined(separator: " "), "\(addsBeginning) \(addsEnd)",
    ].joined(separator: "\n")
  }
}

private func append(_ value: UInt32, to output: inout [UInt8]) {
  for shift in [0, 8, 16, 24] { output.append(UInt8(truncatingIfNeeded: value >> shift)) }
}

extension BytePairModel {
  fileprivate var canonical: String {
    let kind =
      switch symbols {
      case .bytes: "bytes"
      case .characters(nil): "characters"
      case .characters: "characters or bytes"
      }
    return "\(kind) \(unknown.map(String.init) ?? "-") \(fusesUnknown) \(takesWholePieces)"
  }
}

extension Decoding {
  fileprivate var canonical: String {
    "\(spaceMark?.debugDescription ?? "-") \(readsByteTokens) \(dropsFirstSpace)"
  }
}

extension AddedToken {
  fileprivate var canonical: String {
    "\(id) \(content.debugDescription) \(isSpecial) \(isNormalized) \(stripsLeft) \(stripsRight) "
      + "\(isSingleWord)"
  }
}

extension Pattern {
  fileprivate var canonical: String {
    if case .literal = self { "text \(source.debugDescription)" } else { source.debugDescription }
  }
}

extension Normalizer {
  fileprivate var canonical: String {
    switch self {
    case .unicode(let form): form.rawValue
    case .lowercase: "lowercase"
    case .withoutMarks: "without marks"
    case .strip(let left, let right): "strip(\(left) \(right))"
    case .replace(let pattern, let text): "replace(\(pattern.canonical) \(text.debugDescription))"
    case .prepend(let text): "prepend(\(text.debugDescription))"
    case .sequence(let steps): "(\(steps.map(\.canonical).joined(separator: " ")))"
    }
  }
}

extension PreTokenizer {
  fileprivate var canonical: String {
    switch self {
    case .none: "none"
    case .split(let pattern, let behavior, let isInverted):
      "split(\(pattern.canonical) \(behavior.rawValue) \(isInverted))"
    case .digits(let areApart): "digits(\(areApart))"
    case .byteLevel(let prefix, let pattern): "bytes(\(prefix) \(pattern))"
    case .metaspace(let text, let prepends, let splits):
      "metaspace(\(text.debugDescription) \(prepends.rawValue) \(splits))"
    case .sequence(let steps): "(\(steps.map(\.canonical).joined(separator: " ")))"
    }
  }
}
