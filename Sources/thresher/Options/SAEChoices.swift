import ArgumentParser
import Autoencoders
import Foundation
import Yams

/// What a file or the options of `train sae` ask for, by name: values of the training's
/// configuration, and where its rows come from.
struct SAEChoices {
  private var values: [String: String]

  /// The names that are not of the configuration.
  static let others = [
    "harvest", "site", "output-site", "model", "processing", "bos", "corpus", "recipe", "context",
    "max-document-tokens", "buffer-rows", "batch", "tokens", "preset", "output", "widths",
    "checkpoint-every", "on-nan",
  ]

  /// Shorter names of some.
  private static let aliases = ["lr": "learning-rate", "l1": "l1-coefficient"]

  init(_ values: [String: String]) {
    self.values = values
    for (short, name) in Self.aliases {
      if let value = self.values.removeValue(forKey: short) { self.values[name] = value }
    }
  }

  /// The value of a name; nil where it is not asked for.
  subscript(_ name: String) -> String? { values[name] }

  /// A whole number of at least 1.
  func number(_ name: String) throws -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = Int(text), number >= 1 else {
      throw ValidationError("--\(name) \(text): expected a whole number of at least 1")
    }
    return number
  }

  /// These choices with others in place of those that both make.
  func overridden(by others: SAEChoices) -> SAEChoices {
    SAEChoices(values.merging(others.values) { $1 })
  }

  /// What is of the configuration, in the order of the names.
  var settings: [(name: String, text: String)] {
    values.filter { !Self.others.contains($0.key) && $0.key != "name" }
      .sorted { $0.key < $1.key }.map { (name: $0.key, text: $0.value) }
  }
}

/// A file of choices, and of the runs of a sweep that share one reading of the rows.
struct SAEFile {
  private(set) var choices = SAEChoices([:])
  private(set) var runs: [SAEChoices] = []

  /// The choices of no file.
  init() {}

  /// Reads a YAML file.
  ///
  ///     harvest: Activations/pages
  ///     site: blocks.15.hook_resid_pre
  ///     steps: 2000
  ///     autoencoders:
  ///       - {name: small, width: 2304, k: 16}
  ///       - {name: large, width: 9216, architecture: jumprelu, target-l0: 32}
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandError("\(path): there is no such file, or it may not be read")
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: String(decoding: data, as: UTF8.self))
    } catch {
      throw CommandError("\(path): it is no YAML: \(error)")
    }
    guard let mapping = node?.mapping else {
      throw CommandError("\(path): expected names and values, as 'width: 4608'")
    }
    var values: [String: String] = [:]
    for (key, value) in mapping {
      let name = key.string ?? ""
      if name == "autoencoders" {
        runs = try Self.runs(in: value, path: path)
      } else {
        values[name] = try Self.text(of: value, name: name, path: path, allowsName: false)
      }
    }
    choices = SAEChoices(values)
  }

  private static func runs(in node: Node, path: String) throws -> [SAEChoices] {
    guard let sequence = node.sequence else {
      throw CommandError("\(path): expected a list of runs under 'autoencoders'")
    }
    return try sequence.map { entry in
      guard let mapping = entry.mapping else {
        throw CommandError("\(path): expected names and values for each of 'autoencoders'")
      }
      var values: [String: String] = [:]
      for (key, value) in mapping {
        let name = key.string ?? ""
        values[name] = try text(of: value, name: name, path: path, allowsName: true)
      }
      return SAEChoices(values)
    }
  }

  /// A value as an option would have it; lists are joined by commas.
  private static func text(
    of node: Node, name: String, path: String, allowsName: Bool
  ) throws -> String {
    let known =
      SAEChoices.others + TrainingConfiguration.settingNames + ["lr", "l1"]
      + (allowsName ? ["name"] : ["autoencoders"])
    let place = node.mark.map { ":\($0.line)" } ?? ""
    guard known.contains(name) else {
      throw CommandError("\(path)\(place): \(unknownName(name, among: known))")
    }
    if let sequence = node.sequence {
      return sequence.compactMap(\.scalar?.string).joined(separator: ",")
    }
    guard let text = node.scalar?.string else {
      throw CommandError("\(path)\(place): expected one value for '\(name)'")
    }
    return text
  }
}
