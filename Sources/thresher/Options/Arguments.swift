public import Activations
public import Analysis
public import ArgumentParser
public import Autoencoders
public import Corpora
public import Harvest
public import Tensors
public import Transformers

extension FloatFormat: ExpressibleByArgument {}

extension RowFormat: ExpressibleByArgument {}

extension Split: ExpressibleByArgument {}

extension Packing: ExpressibleByArgument {}

extension CorpusSlice: ExpressibleByArgument {
  /// Reads `0/3`, the first of three parts.
  public init?(argument: String) {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1],
      index >= 0 && index < count
    else { return nil }
    self.init(index, of: count)
  }

  public var defaultValueDescription: String { "\(index)/\(count)" }
}

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
