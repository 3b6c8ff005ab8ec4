import Tensors

/// What an architecture makes of one pre-activation, and what its losses say back.
///
/// The passes over dense blocks and over sparse codes share these few lines of arithmetic. A
/// feature has a value in each of `codeCount` codes, every one of which is decoded and compared
/// with the target; the loss is the sum of those errors and of the penalties.
protocol FeatureRule: Sendable {
  /// How many codes the features have values in: 1, or 2 for gated autoencoders.
  static var codeCount: Int { get }

  /// The value that a pre-activation has in the first and, where there is one, the second code.
  func values(_ preActivation: Float, of feature: Int) -> (Float, Float)

  /// The gradient of a pre-activation.
  ///
  /// - Parameters:
  ///   - preActivation: The pre-activation.
  ///   - feature: Whose it is.
  ///   - slopes: The gradients of its values from the errors of the decoded codes.
  ///   - rowSlope: The gradient of the number of features on in its row.
  ///   - sums: The feature's own sums, to which this entry is added.
  /// - Returns: The gradient.
  func slope(
    _ preActivation: Float, of feature: Int, slopes: (Float, Float), rowSlope: Float,
    sums: inout FeatureSums
  ) -> Float

  /// The penalty of a row with so many features on, and its gradient.
  func rowPenalty(onCount: Int) -> (value: Double, slope: Float)

  /// Replaces a tile of pre-activations by their gradients: `slope` of each, where a rule has no way
  /// of its own that takes many at a time.
  ///
  /// - Parameters:
  ///   - tile: The pre-activations, shape `[row, feature]`.
  ///   - features: Whose they are.
  ///   - slopes: For each code, the gradients of the values, shaped like the tile.
  ///   - rowSlopes: For each row, the gradient of its number of features on.
  ///   - sums: The features' own sums, to which all entries are added.
  func pullBack(
    _ tile: inout Matrix, of features: Range<Int>, slopes: [Matrix], rowSlopes: [Float],
    sums: inout [FeatureSums])
}

extension FeatureRule {
  static var codeCount: Int { 1 }

  func rowPenalty(onCount: Int) -> (value: Double, slope: Float) { (0, 0) }

  /// Fills a row's beginning with the values that pre-activations have in a code.
  func fill(
    _ values: inout MutableSpan<Float>, from preActivations: Span<Float>, of features: Range<Int>,
    code: Int
  ) {
    for i in preActivations.indices {
      let both = self.values(preActivations[i], of: features.lowerBound + i)
      values[i] = code == 0 ? both.0 : both.1
    }
  }

  func pullBack(
    _ tile: inout Matrix, of features: Range<Int>, slopes: [Matrix], rowSlopes: [Float],
    sums: inout [FeatureSums]
  ) {
    pullBackEach(&tile, of: features, slopes: slopes, rowSlopes: rowSlopes, sums: &sums)
  }

  /// `pullBack`, one pre-activation after the other.
  func pullBackEach(
    _ tile: inout Matrix, of features: Range<Int>, slopes: [Matrix], rowSlopes: [Float],
    sums: inout [FeatureSums]
  ) {
    let (first, last) = (slopes[0], slopes[slopes.count - 1])
    for row in 0..<tile.rows {
      var target = tile[mutableRow: row]
      let (firstRow, lastRow) = (first[row: row], last[row: row])
      for i in target.indices {
        target[i] = slope(
          target[i], of: features.lowerBound + i, slopes: (firstRow[i], lastRow[i]),
          rowSlope: rowSlopes[row], sums: &sums[i])
      }
    }
  }
}

/// What the entries of one feature add up to over a batch.
struct FeatureSums: Sendable {
  /// In how many rows it is on.
  var onCount: Int32 = 0

  /// The gradient of its pre-activations.
  var preActivation = 0.0

  /// The gradient of its encoder bias, where that is not the one above: a gated autoencoder's gate.
  var gateBias = 0.0

  /// The gradient of its threshold.
  var threshold = 0.0

  /// The gradients of its magnitude's bias and scale.
  var magnitudeBias = 0.0
  var logScale = 0.0

  /// The gradient of its decoder row's norm.
  var decoderNorm = 0.0

  /// Its part of the penalty.
  var penalty = 0.0

  /// Its part of the loss that pulls dead features up to their threshold.
  var revival = 0.0

  static func += (a: inout FeatureSums, b: FeatureSums) {
    a.onCount += b.onCount
    a.preActivation += b.preActivation
    a.gateBias += b.gateBias
    a.threshold += b.threshold
    a.magnitudeBias += b.magnitudeBias
    a.logScale += b.logScale
    a.decoderNorm += b.decoderNorm
    a.penalty += b.penalty
    a.revival += b.revival
  }
}
