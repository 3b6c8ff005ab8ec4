import Foundation
import Yams

extension BehaviourTask {
  /// Reads a task from a YAML file.
  ///
  ///     name: capitals
  ///     summary: the capital of a country
  ///     metric: logit-diff
  ///     prompts:
  ///       - prompt: The capital of France is
  ///         right: " Paris"
  ///         wrong: [" Rome", " Berlin"]
  ///         corrupted: The capital of Italy is
  ///     measure: proper-noun
  ///     twin: renamed-element
  ///
  /// Only `prompts`, or `measure`, must be there. Every answer must be one token.
  ///
  /// - Parameter path: The file.
  /// - Throws: `AnalysisError` with code `.unreadableTask`, which names the line.
  public init(path: String) throws(AnalysisError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw AnalysisError(
        code: .unreadableTask, message: "there is no such file, or it may not be read", path: path)
    }
    try self.init(yaml: String(decoding: data, as: UTF8.self), path: path)
  }

  /// Reads a task from YAML.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - path: What an error calls it; the task's name where it gives none.
  /// - Throws: `AnalysisError` with code `.unreadableTask`, which names the line.
  public init(yaml: String, path: String) throws(AnalysisError) {
    let file = TaskFile(path: path)
    let values = try file.mapping(
      try file.node(of: yaml), keys: ["name", "summary", "metric", "prompts", "measure", "twin"])
    let fileName = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    self.init(
      name: try file.text(values["name"]) ?? fileName,
      summary: try file.text(values["summary"]) ?? "",
      metric: try file.choice(values["metric"]) ?? .logitDifference,
      prompts: try file.prompts(values["prompts"]), measure: try file.choice(values["measure"]),
      twin: try file.choice(values["twin"]), wantsSingleTokens: true)
    guard !prompts.isEmpty || measure != nil else {
      throw file.error(nil, "expected prompts, or a measure, or both")
    }
  }
}

/// A file that describes a task, and how it is read.
private struct TaskFile {
  let path: String

  func error(_ node: Node?, _ message: String) -> AnalysisError {
    let place = node?.mark.map { ", line \($0.line)" } ?? ""
    return AnalysisError(code: .unreadableTask, message: message, path: path + place)
  }

  func node(of yaml: String) throws(AnalysisError) -> Node {
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch {
      throw self.error(nil, "it is no YAML: \(error)")
    }
    guard let node else { throw error(nil, "it is empty: expected 'prompts:' with a list") }
    return node
  }

  /// The values of a mapping by their keys, each of which must be known.
  func mapping(_ node: Node, keys: [String]) throws(AnalysisError) -> [String: Node] {
    guard let mapping = node.mapping else {
      throw error(node, "expected some of the keys \(keys.joined(separator: ", "))")
    }
    var values: [String: Node] = [:]
    for (key, value) in mapping {
      let name = key.string ?? ""
      guard keys.contains(name) else {
        throw error(key, "unknown key '\(name)': there are \(keys.joined(separator: ", "))")
      }
      values[name] = value
    }
    return values
  }

  func text(_ node: Node?) throws(AnalysisError) -> String? {
    guard let node else { return nil }
    guard let text = node.scalar?.string else { throw error(node, "expected a text") }
    return text
  }

  /// One text, or a list of them.
  func texts(_ node: Node?) throws(AnalysisError) -> [String] {
    guard let node else { return [] }
    guard let list = node.sequence else { return [try text(node)].compactMap { $0 } }
    var texts: [String] = []
    for entry in list { texts += [try text(entry)].compactMap { $0 } }
    return texts
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: Node?
  ) throws(AnalysisError) -> Choice? where Choice.RawValue == String {
    guard let name = try text(node) else { return nil }
    guard let choice = Choice(rawValue: name) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw error(node, "'\(name)': expected one of \(known)")
    }
    return choice
  }

  func prompts(_ node: Node?) throws(AnalysisError) -> [BehaviourTask.Prompt] {
    guard let node else { return [] }
    guard let list = node.sequence else { throw error(node, "expected a list of prompts") }
    var prompts: [BehaviourTask.Prompt] = []
    for entry in list {
      let values = try mapping(entry, keys: ["prompt", "right", "wrong", "corrupted"])
      let right = try texts(values["right"])
      guard let text = try text(values["prompt"]), !text.isEmpty, !right.isEmpty else {
        throw error(entry, "a prompt has the keys prompt and right, and neither may be empty")
      }
      prompts.append(
        BehaviourTask.Prompt(
          text, right: right, wrong: try texts(values["wrong"]),
          corrupted: try texts(values["corrupted"])))
    }
    return prompts
  }
}
