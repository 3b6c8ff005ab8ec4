import ArgumentParser
import Probes

/// What a logistic regression minimizes, and when it stops.
struct RegressionOptions: ParsableArguments {
  @Option(help: "l1, l2, elasticnet, none.")
  var penalty = "l1"

  @Option(help: "The part of the absolute values in an elastic net.")
  var l1Ratio = 0.5

  @Option(name: .customLong("C"), help: "The weight of the log-loss against the penalty.")
  var c = 0.12

  @Option(help: "When to stop: the duality gap, relative to the objective.")
  var tolerance = 1e-6

  @Flag(help: "Give each class the same weight in all.")
  var balanced = false

  @Flag(help: "Divide every column by its deviation while fitting; folded back afterwards.")
  var standardize = false

  @Option(
    help: "saga: stop where scikit-learn's solver would, converged or not, to compare with it.")
  var compat: Compat?

  @Option(help: "The most epochs of --compat saga.")
  var maxIter = 100

  /// Another program's solver.
  enum Compat: String, ExpressibleByArgument, CaseIterable { case saga }

  func validate() throws {
    guard Penalty(name: penalty, l1Ratio: l1Ratio) != nil else {
      throw ValidationError("--penalty \(penalty): expected l1, l2, elasticnet or none")
    }
    guard (0...1).contains(l1Ratio) else {
      throw ValidationError("--l1-ratio \(l1Ratio): expected a number from 0 to 1")
    }
    guard c > 0 else { throw ValidationError("--C \(c): expected a number above 0") }
    guard tolerance > 0 else {
      throw ValidationError("--tolerance \(tolerance): expected a number above 0")
    }
    guard maxIter >= 1 else { throw ValidationError("--max-iter \(maxIter): expected at least 1") }
    guard compat == nil || !standardize else {
      throw ValidationError("--compat saga takes columns as they are: leave out --standardize")
    }
  }

  /// The regression.
  var regression: LogisticRegression {
    var regression = LogisticRegression(
      penalty: Penalty(name: penalty, l1Ratio: l1Ratio) ?? .l1, C: c)
    regression.tolerance = tolerance
    regression.classWeights = balanced ? .balanced : .equal
    regression.standardizes = standardize
    return regression
  }

  /// scikit-learn's solver of it, where that was asked for.
  func saga(randomState: UInt32) -> StochasticAverageGradient? {
    guard compat == .saga else { return nil }
    var saga = StochasticAverageGradient(regression)
    saga.maximumIterations = maxIter
    saga.tolerance = tolerance
    saga.randomState = randomState
    return saga
  }
}
