import Activations
import ArgumentParser

/// The part of a harvest's documents that something is evaluated on.
enum EvaluationSplit: String, CaseIterable, ExpressibleByArgument {
  case train, validation, test, all

  /// The rows of the part.
  func rows(of harvest: HarvestFolder) throws -> RangeSet<Int> {
    guard let split = Split(rawValue: rawValue) else { return RangeSet(0..<harvest.rowCount) }
    let rows = try harvest.rows(in: split)
    guard !rows.isEmpty else {
      throw CommandError(
        """
        \(harvest.path): none of its documents falls into the \(rawValue) part: harvest more of \
        them, or look at others with --split
        """)
    }
    return rows
  }
}
