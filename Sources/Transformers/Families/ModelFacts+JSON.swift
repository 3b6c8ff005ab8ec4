import Foundation

extension ModelFacts {
  /// Reads a `config.json`; what an inner object says has a key with a dot, `rope_scaling.factor`.
  init(configurationFile path: String) throws(TransformerError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw TransformerError(
        code: .missingFile, message: "expected a model's configuration here, found no such file",
        path: path)
    }
    var values: [String: Value] = [:]
    do {
      for (key, value) in try JSONDecoder().decode([String: JSONValue].self, from: data) {
        value.add(to: &values, as: key)
      }
    } catch {
      throw TransformerError(
        code: .unsupportedModel, message: "expected a JSON object of a model's configuration",
        path: path)
    }
    self.init(path: path, values: values)
  }
}

/// A value of a JSON object.
private enum JSONValue: Decodable {
  case plain(ModelFacts.Value)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .plain(.flag(flag))
    } else if let integer = try? container.decode(Int.self) {
      self = .plain(.integer(integer))
    } else if let real = try? container.decode(Double.self) {
      self = .plain(.real(real))
    } else if let text = try? container.decode(String.self) {
      self = .plain(.text(text))
    } else if let list = try? container.decode([JSONValue].self) {
      self = .list(list)
    } else if let object = try? container.decode([String: JSONValue].self) {
      self = .object(object)
    } else {
      self = .plain(.null)
    }
  }

  /// This value as a fact; what objects within a list say is left out.
  private var fact: ModelFacts.Value? {
    switch self {
    case .plain(let value): value
    case .list(let list): .list(list.compactMap(\.fact))
    case .object: nil
    }
  }

  func add(to values: inout [String: ModelFacts.Value], as key: String) {
    if case .object(let members) = self {
      for (name, value) in members { value.add(to: &values, as: "\(key).\(name)") }
    } else {
      values[key] = fact
    }
  }
}
