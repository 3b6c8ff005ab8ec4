import Checkpoints

/// A value that a file of weights gives to a key, as JSON and as a line of text.
struct Property: Encodable {
  private let value: MetadataValue

  init(_ value: MetadataValue) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch value {
    case .integer(let number): try container.encode(number)
    case .unsigned(let number): try container.encode(number)
    case .real(let number): try container.encode(finite(number))
    case .flag(let flag): try container.encode(flag)
    case .text(let text): try container.encode(text)
    case .integers(let numbers): try container.encode(numbers)
    case .reals(let numbers): try container.encode(numbers.map(finite))
    case .flags(let flags): try container.encode(flags)
    case .texts(let texts): try container.encode(texts)
    case .list(let values): try container.encode(values.map { Property($0) })
    }
  }

  private func finite(_ number: Double) -> Double? { number.isFinite ? number : nil }

  /// The value, cut short where it is long.
  var line: String {
    switch value {
    case .integer(let number): "\(number)"
    case .unsigned(let number): "\(number)"
    case .real(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .text(let text): shortened(text)
    case .integers(let numbers): listed(numbers.prefix(8).map(String.init), of: numbers.count)
    case .reals(let numbers): listed(numbers.prefix(8).map { "\($0)" }, of: numbers.count)
    case .flags(let flags): listed(flags.prefix(8).map { "\($0)" }, of: flags.count)
    case .texts(let texts):
      listed(texts.prefix(8).map { "'\(shortened($0))'" }, of: texts.count)
    case .list(let values): listed(values.prefix(4).map { Property($0).line }, of: values.count)
    }
  }

  private func listed(_ items: [String], of count: Int) -> String {
    let more = items.count < count ? ", … (\(count))" : ""
    return "[\(items.joined(separator: ", "))\(more)]"
  }

  private func shortened(_ text: String) -> String {
    let line = visible(text)
    return line.count > 80 ? "\(line.prefix(80))…" : line
  }
}
