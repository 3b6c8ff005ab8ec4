public import Probes

/// How probes are to be fitted, chosen and tested.
public struct ProbePlan: Sendable {
  /// The penalty, C, class weights, scaling and tolerance.
  public var regression: LogisticRegression

  /// How much each row of the harvest counts in fitting, 0 or more; of none all count alike.
  public var sampleWeights: [Double]?

  /// Fit as scikit-learn's `saga` would, and stop where it would.
  public var saga: StochasticAverageGradient?

  /// The numbers of columns of k-sparse probes; of none, the penalty alone decides.
  public var sparsities: [Int] = []

  /// How the columns of k-sparse probes are chosen.
  public var selector = ColumnSelector.meanDifference

  /// How many Cs of the regularization path are reported; 0 for none.
  public var pathLength = 0

  /// Into how many folds documents are dealt to choose C; 0 takes C as it is.
  public var foldCount = 0

  /// How many draws of documents tell how stable the active columns are; 0 for none.
  public var bootstraps = 0

  /// How many permutations of the labels tell what chance scores; 0 for none.
  public var permutations = 0

  /// The seed of folds, draws and permutations.
  public var seed: UInt64 = 0

  /// How many bytes a site's rows may take in memory; of more they are streamed.
  public var byteLimit = 4 << 30

  /// Makes a plan of a regression and nothing else.
  public init(_ regression: LogisticRegression) { self.regression = regression }
}
