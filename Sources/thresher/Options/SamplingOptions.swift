import Analysis
import ArgumentParser

/// Which rows a regression on each neuron is fitted to.
struct SamplingOptions: ParsableArguments {
  @Option(help: "Fit to the rows FROM:TO only, the last excluded.")
  var rows: String?

  @Option(help: "Report the ROC AUC of each neuron on the rows FROM:TO.")
  var holdoutRows: String?

  @Flag(help: "Draw as many negative rows as there are positive ones, with --seed.")
  var balance = false

  func validate() throws {
    _ = try sampling(seed: 0)
  }

  /// Whether nothing was asked for.
  var isEmpty: Bool { rows == nil && holdoutRows == nil && !balance }

  /// What was asked for.
  func sampling(seed: UInt64) throws -> LogitRanking.Sampling {
    var sampling = LogitRanking.Sampling()
    sampling.rows = try range(rows, of: "--rows")
    sampling.heldOut = try range(holdoutRows, of: "--holdout-rows")
    sampling.isBalanced = balance
    sampling.seed = seed
    return sampling
  }

  private func range(_ text: String?, of option: String) throws -> Range<Int>? {
    guard let text else { return nil }
    let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let start = numbers[0], let end = numbers[1], start >= 0, start < end
    else { throw ValidationError("\(option) \(text): expected FROM:TO, such as 0:1024") }
    return start..<end
  }
}
