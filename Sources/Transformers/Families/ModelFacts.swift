/// What a model's file says of it, by key: `config.json`, or a GGUF file's metadata.
struct ModelFacts: Sendable {
  /// A value that a fact may have.
  enum Value: Sendable {
    case integer(Int)
    case real(Double)
    case flag(Bool)
    case text(String)
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

  /// A positive whole number.
  func count(_ key: String) throws(TransformerError) -> Int {
    guard let count = try count(optional: key) else { throw missing(key, "a whole number") }
    return count
  }

  /// A positive whole number, where the file has one.
  func count(optional key: String) throws(TransformerError) -> Int? {
    switch values[prefix + key] {
    case nil: return nil
    case .integer(let number) where number > 0 && number < 1 << 31: return number
    default: throw missing(key, "a positive whole number")
    }
  }

  /// A number, where the file has one.
  func number(optional key: String) throws(TransformerError) -> Double? {
    switch values[prefix + key] {
    case nil: return nil
    case .integer(let number): return Double(number)
    case .real(let number) where number.isFinite: return number
    default: throw missing(key, "a number")
    }
  }

  /// Yes or no, where the file says.
  func flag(_ key: String) -> Bool? {
    if case .flag(let flag) = values[prefix + key] { flag } else { nil }
  }

  /// A text, where the file has one.
  func text(_ key: String) -> String? {
    if case .text(let text) = values[prefix + key] { text } else { nil }
  }

  private func missing(_ key: String, _ expected: String) -> TransformerError {
    TransformerError(
      code: .unsupportedModel, message: "expected \(expected) as '\(prefix + key)'", path: path)
  }
}
