public import Foundation

/// A result of any analysis: a JSON object whose key `kind` says which.
///
/// The other keys of the object are those of the value, so that a script reads
/// `{"kind": "ranking", "label": …, "items": […]}` without another level.
public enum AnalysisResult: Hashable, Sendable {
  case ablation(Ablation)
  case attribution(Attribution)
  case brackets(BracketScores)
  case facts(FactTable)
  case featurePage(FeaturePage)
  case harvest(HarvestResult)
  case patching(Patching)
  case probe(ProbeTraining)
  case ranking(Ranking)
  case replay(Replay)
  case saeEvaluation(SAEEvaluation)
  case saeTraining(SAETraining)
  case study(Study)
  case taskRanking(TaskRanking)
  case tasks(TaskScores)

  /// What `kind` may be.
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    case ablation
    case attribution
    case brackets
    case facts
    case featurePage
    case harvest
    case patching
    case probe
    case ranking
    case replay
    case saeEvaluation
    case saeTraining
    case study
    case taskRanking
    case tasks
  }

  private var content: (kind: Kind, value: any Encodable) {
    switch self {
    case .ablation(let value): (.ablation, value)
    case .attribution(let value): (.attribution, value)
    case .brackets(let value): (.brackets, value)
    case .facts(let value): (.facts, value)
    case .featurePage(let value): (.featurePage, value)
    case .harvest(let value): (.harvest, value)
    case .patching(let value): (.patching, value)
    case .probe(let value): (.probe, value)
    case .ranking(let value): (.ranking, value)
    case .replay(let value): (.replay, value)
    case .saeEvaluation(let value): (.saeEvaluation, value)
    case .saeTraining(let value): (.saeTraining, value)
    case .study(let value): (.study, value)
    case .taskRanking(let value): (.taskRanking, value)
    case .tasks(let value): (.tasks, value)
    }
  }

  /// What it is.
  public var kind: Kind { content.kind }
}

extension AnalysisResult: Codable {
  private enum CodingKeys: String, CodingKey { case kind }

  public init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
    case .ablation: self = .ablation(try Ablation(from: decoder))
    case .attribution: self = .attribution(try Attribution(from: decoder))
    case .brackets: self = .brackets(try BracketScores(from: decoder))
    case .facts: self = .facts(try FactTable(from: decoder))
    case .featurePage: self = .featurePage(try FeaturePage(from: decoder))
    case .harvest: self = .harvest(try HarvestResult(from: decoder))
    case .patching: self = .patching(try Patching(from: decoder))
    case .probe: self = .probe(try ProbeTraining(from: decoder))
    case .ranking: self = .ranking(try Ranking(from: decoder))
    case .replay: self = .replay(try Replay(from: decoder))
    case .saeEvaluation: self = .saeEvaluation(try SAEEvaluation(from: decoder))
    case .saeTraining: self = .saeTraining(try SAETraining(from: decoder))
    case .study: self = .study(try Study(from: decoder))
    case .taskRanking: self = .taskRanking(try TaskRanking(from: decoder))
    case .tasks: self = .tasks(try TaskScores(from: decoder))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let (kind, value) = content
    try container.encode(kind, forKey: .kind)
    try value.encode(to: encoder)
  }
}

extension AnalysisResult {
  /// The result as one JSON object, its keys in order of the alphabet.
  ///
  /// - Parameter isIndented: Whether each value stands on a line of its own.
  /// - Returns: The object, without a line break at its end.
  public func json(isIndented: Bool = true) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isIndented { encoder.outputFormatting.insert(.prettyPrinted) }
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("AnalysisResult: every number goes through Figure, or is checked")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Reads a result from the contents of a JSON file.
  ///
  /// - Parameters:
  ///   - json: The file's bytes.
  ///   - path: The file, to be named in an error.
  /// - Throws: `AnalysisError` with code `.unreadableResult`, which says what is wrong and where.
  public init(json: Data, path: String) throws(AnalysisError) {
    do {
      self = try JSONDecoder().decode(AnalysisResult.self, from: json)
    } catch {
      throw AnalysisError(code: .unreadableResult, message: explanation(of: error), path: path)
    }
  }
}

/// What a decoder's error means for the person who has the file.
private func explanation(of error: any Error) -> String {
  let kinds = AnalysisResult.Kind.allCases.map(\.rawValue).joined(separator: ", ")
  guard let error = error as? DecodingError else { return "\(error)" }
  let (place, what) = placeAndFault(of: error)
  return place == "kind"
    ? "a result says its kind, one of \(kinds); \(what)"
    : "\(place.isEmpty ? "the file" : "the value of \(place)"): \(what)"
}

private func placeAndFault(of error: DecodingError) -> (place: String, fault: String) {
  switch error {
  case .keyNotFound(let key, let context):
    (path(context.codingPath + [key]), "expected this key, found none")
  case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
    (path(context.codingPath), "expected \(type), found something else")
  case .dataCorrupted(let context):
    (path(context.codingPath), context.debugDescription)
  @unknown default: ("", "\(error)")
  }
}

/// The keys that lead to a value, as in `items[3].score`.
private func path(_ keys: [any CodingKey]) -> String {
  keys.reduce("") { path, key in
    if let index = key.intValue { return path + "[\(index)]" }
    return path.isEmpty ? key.stringValue : path + "." + key.stringValue
  }
}
