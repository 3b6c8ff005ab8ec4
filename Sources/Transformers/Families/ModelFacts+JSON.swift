import JSONText
import Tensors

/// The longest file that is read as a configuration; those in use have some 2 kB, and 1 MB with the
/// names of many labels.
private let byteLimit = 1 << 22

extension ModelFacts {
  /// Reads a `config.json`; what an inner object says has a key with a dot, `rope_scaling.factor`.
  ///
  /// What objects within a list say is left out.
  init(configurationFile path: String) throws(TransformerError) {
    let file = try configuration(at: path)
    var values: [String: Value] = [:]
    do throws(JSONError) {
      var json = try JSONReader(Span(_bytes: file.span), path: path)
      try json.readFacts(into: &values, prefix: "")
      try json.finish()
    } catch {
      throw TransformerError(
        code: .unsupportedModel, message: "as a model's configuration: \(error.message)",
        path: path, byteOffset: error.byteOffset)
    }
    self.init(path: path, values: values)
  }
}

private func configuration(at path: String) throws(TransformerError) -> MappedFile {
  let file: MappedFile
  do throws(FileError) {
    file = try MappedFile(path: path)
  } catch {
    throw TransformerError(
      code: .missingFile, message: "expected a model's configuration here: \(error.message)",
      path: path)
  }
  guard file.byteCount <= byteLimit else {
    throw TransformerError(
      code: .unsupportedModel,
      message: """
        expected a model's configuration of at most \(byteLimit) bytes, found \(file.byteCount)
        """, path: path)
  }
  return file
}

extension JSONReader {
  /// Reads an object, its members by their keys behind a prefix.
  fileprivate mutating func readFacts(
    into values: inout [String: ModelFacts.Value], prefix: String
  ) throws(JSONError) {
    try beginObject()
    while try nextKey() {
      let key = prefix + text
      if try kind() == .object {
        try readFacts(into: &values, prefix: key + ".")
      } else {
        values[key] = try readFact()
      }
    }
  }

  /// Reads a value; nil for an object.
  private mutating func readFact() throws(JSONError) -> ModelFacts.Value? {
    switch try kind() {
    case .string: return .text(try readText())
    case .boolean: return .flag(try readBool())
    case .number:
      let number = try readReal()
      return Int(exactly: number).map { .integer($0) } ?? .real(number)
    case .array:
      var list: [ModelFacts.Value] = []
      try beginArray()
      while try nextElement() {
        if let fact = try readFact() { list.append(fact) }
      }
      return .list(list)
    case .null:
      try skip()
      return .null
    case .object:
      try skip()
      return nil
    }
  }
}
