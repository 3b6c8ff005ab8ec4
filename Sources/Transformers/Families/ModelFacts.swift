/// What a model's file says of it, by key: `config.json`, or a GGUF file's metadata.
struct ModelFacts: Sendable {
  /// A value that a fact may have.
  enum Value: Sendable, Equatable {
    case integer(Int)
    case real(Double)
    case flag(Bool)
    case text(String)
    case list([Value])
    /// Named, and said to be nothing.
    case null
  }

  /// The file that says so.
  let path: String

  /// Put before every key, as `llama.` is in a GGUF file.
  let prefix: String

  private let values: [String: Value]

  init(path: String, prefix: String = "", values: [String: Value]) {
    self.path = path
    self.prefix = prefix
    self.values = values
  }

  /// The value of a key; nil where the file does not name it.
  subscript(key: String) -> Value? { values[prefix + key] }

  /// A positive whole number.
  func count(_ key: String) throws(TransformerError) -> Int {
    guard let count = try count(optional: key) else { throw unusable(key, "a whole number") }
    return count
  }

  /// A positive whole number, where the file has one.
  func count(optional key: String) throws(TransformerError) -> Int? {
    switch self[key] {
    case nil, .null: return nil
    case .integer(let number) where number > 0 && number < 1 << 31: return number
    default: throw unusable(key, "a whole number from 1 to \(Int32.max)")
    }
  }

  /// A number, where the file has one.
  func number(optional key: String) throws(TransformerError) -> Double? {
    switch self[key] {
    case nil, .null: return nil
    case .integer(let number): return Double(number)
    case .real(let number) where number.isFinite: return number
    default: throw unusable(key, "a number")
    }
  }

  /// The number under the first of several keys that has one.
  func number(firstOf keys: String...) throws(TransformerError) -> Double? {
    for key in keys {
      if let number = try number(optional: key) { return number }
    }
    return nil
  }

  /// Yes or no, where the file says.
  func flag(_ key: String) -> Bool? {
    if case .flag(let flag) = self[key] { flag } else { nil }
  }

  /// A text, where the file has one.
  func text(_ key: String) -> String? {
    if case .text(let text) = self[key] { text } else { nil }
  }

  /// A list, where the file has one.
  func list(_ key: String) -> [Value]? {
    if case .list(let list) = self[key] { list } else { nil }
  }

  /// An error about a key whose value is not what it must be.
  func unusable(_ key: String, _ expected: String) -> TransformerError {
    let found = self[key].map { "\($0)" } ?? "none"
    return TransformerError(
      code: .unsupportedModel,
      message: "expected \(expected) as '\(prefix + key)', found \(found)", path: path)
  }

  /// An error about a model that Thresher does not run.
  func unsupported(_ message: String) -> TransformerError {
    TransformerError(code: .unsupportedModel, message: message, path: path)
  }
}

extension ModelFacts.Value: CustomStringConvertible {
  /// The value as a message shows it: of a list only the length.
  var description: String {
    switch self {
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .text(let text): "'\(text)'"
    case .list(let list): "a list of \(list.count)"
    case .null: "null"
    }
  }
}
