import Foundation

extension ModelFacts {
  /// Reads the top level of a `config.json`; nested values are passed over.
  init(configurationFile path: String) throws(TransformerError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw TransformerError(
        code: .missingFile, message: "expected a model's configuration here, found no such file",
        path: path)
    }
    do {
      let entries = try JSONDecoder().decode([String: Entry].self, from: data)
      self.init(path: path, values: entries.compactMapValues(\.value))
    } catch {
      throw TransformerError(
        code: .unsupportedModel, message: "expected a JSON object of a model's configuration",
        path: path)
    }
  }
}

/// A value of a JSON object; nil where it is no plain number, flag or text.
private struct Entry: Decodable {
  let value: ModelFacts.Value?

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      value = .flag(flag)
    } else if let integer = try? container.decode(Int.self) {
      value = .integer(integer)
    } else if let real = try? container.decode(Double.self) {
      value = .real(real)
    } else if let text = try? container.decode(String.self) {
      value = .text(text)
    } else {
      value = nil
    }
  }
}
