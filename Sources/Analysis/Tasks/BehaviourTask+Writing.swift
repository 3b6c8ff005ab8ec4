import Yams

extension BehaviourTask {
  /// The task as a YAML file that reads back as the same task.
  public var yaml: String {
    var entries: [(String, Node)] = [("name", .text(name)), ("summary", .text(summary))]
    entries.append(("metric", .text(metric.rawValue)))
    if let measure { entries.append(("measure", .text(measure.rawValue))) }
    if let twin { entries.append(("twin", .text(twin.rawValue))) }
    if !prompts.isEmpty {
      entries.append(("prompts", Node(prompts.map(\.node), .implicit)))
    }
    return (try? Yams.serialize(node: .object(entries), width: -1, allowUnicode: true)) ?? ""
  }
}

extension BehaviourTask.Prompt {
  fileprivate var node: Node {
    var entries: [(String, Node)] = [("prompt", .text(text)), ("right", .texts(right))]
    if !wrong.isEmpty { entries.append(("wrong", .texts(wrong))) }
    if !corrupted.isEmpty { entries.append(("corrupted", .texts(corrupted))) }
    return .object(entries)
  }
}

extension Node {
  /// A text, in quotes so that it stays one whatever it says.
  fileprivate static func text(_ text: String) -> Node {
    Node(text, .implicit, .doubleQuoted)
  }

  fileprivate static func texts(_ texts: [String]) -> Node {
    texts.count == 1 ? text(texts[0]) : Node(texts.map { Node.text($0) }, .implicit, .flow)
  }

  fileprivate static func object(_ entries: [(String, Node)]) -> Node {
    Node(entries.map { (Node($0.0), $0.1) }, .implicit)
  }
}
