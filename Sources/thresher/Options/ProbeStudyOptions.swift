import Analysis
public import ArgumentParser
public import Probes

/// What is asked about a probe beside its coefficients.
struct ProbeStudyOptions: ParsableArguments {
  @Option(help: "Fit to so many columns only: 1,2,4,8 gives a probe each.")
  var k: String?

  @Option(
    help: """
      How those columns are chosen: mean-difference, f-statistic, mutual-information, l1, \
      adaptive, forward.
      """)
  var selector = ColumnSelector.meanDifference

  @Option(help: "Report the optima at so many Cs, from the first active column up to --C.")
  var path = 0

  @Option(help: "Choose C by the log-loss on so many folds of documents.")
  var folds = 0

  @Option(help: "Draw documents anew so often, and report how often each column is used.")
  var bootstraps = 0

  @Option(help: "Deal out the labels anew so often, and report what chance scores.")
  var permutations = 0

  @Option(
    help: "Of --label html.tag: the elements to tell apart, such as p,li,td; others are left out.")
  var classes: String?

  func validate() throws {
    for (name, value) in [
      ("path", path), ("folds", folds), ("bootstraps", bootstraps), ("permutations", permutations),
    ] where value < 0 {
      throw ValidationError("--\(name) \(value): expected 0 or more")
    }
    guard folds != 1 else { throw ValidationError("--folds 1: expected at least 2") }
    let words = k?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    for word in words where Int(word).map({ $0 < 1 }) ?? true {
      throw ValidationError("--k: '\(word)' is no number of columns")
    }
    if let classNames, classNames.count < 2 {
      throw ValidationError("--classes: expected at least two elements")
    }
  }

  /// The numbers of columns that were asked for.
  var sparsities: [Int] { k?.split(separator: ",").compactMap { Int($0) } ?? [] }

  /// The elements to tell apart.
  var classNames: [String]? { classes?.split(separator: ",").map(String.init) }

  /// Puts what was asked for into a plan.
  func apply(to plan: inout ProbePlan) {
    plan.sparsities = sparsities
    plan.selector = selector
    plan.pathLength = path
    plan.foldCount = folds
    plan.bootstraps = bootstraps
    plan.permutations = permutations
  }
}

extension ColumnSelector: ExpressibleByArgument {}
