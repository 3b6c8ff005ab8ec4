public import Analysis
public import ArgumentParser
public import Autoencoders
public import Tensors
public import Transformers

extension FloatFormat: ExpressibleByArgument {}

extension BOSPolicy: ExpressibleByArgument {}

extension PositionSelection: ExpressibleByArgument {
  /// Reads `last`, `all`, or indices separated by commas, negative ones from the end.
  public init?(argument: String) {
    switch argument {
    case "last": self = .last
    case "all": self = .all
    default:
      let words = argument.split(separator: ",")
      let indices = words.compactMap { Int($0) }
      guard !indices.isEmpty && indices.count == words.count else { return nil }
      self = .at(indices)
    }
  }

  public var defaultValueDescription: String { self == .last ? "last" : "all" }
}

extension RankingCriterion: ExpressibleByArgument {}

extension TrainedArchitecture: ExpressibleByArgument {}
