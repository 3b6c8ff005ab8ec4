public import Gradients
public import Tensors

/// Sums over rows of what an autoencoder makes of them, from which its metrics follow.
///
/// Everything is summed in double precision, and from batch to batch, so the rows need not fit into
/// memory.
public struct ReconstructionStatistics: Sendable {
  /// How many rows were added.
  public private(set) var rowCount = 0

  /// For every feature, in how many rows it is on.
  public private(set) var onCounts: [Int]

  private var squaredError = 0.0
  private var squaredInput = 0.0
  private var sumOfCosines = 0.0
  private var explainedParts = 0.0
  private var sums: [Double]
  private let center: [Double]

  /// Makes statistics of no rows.
  ///
  /// - Parameters:
  ///   - width: How many features there are.
  ///   - center: The mean of the rows, from which each token's variance is counted; shape
  ///     `[1, dIn]`.
  public init(width: Int, center: Matrix) {
    onCounts = [Int](repeating: 0, count: width)
    sums = [Double](repeating: 0, count: center.columns)
    self.center = center.elements.map(Double.init)
  }

  /// Adds rows and what became of them.
  ///
  /// - Parameters:
  ///   - rows: Activations, shape `[batch, dIn]`.
  ///   - code: Their features; nil for a code without any.
  ///   - reconstruction: What those stand for, shaped like `rows`.
  public mutating func add(_ rows: Matrix, code: SparseCode?, reconstruction: Matrix) {
    precondition(
      rows.columns == sums.count && reconstruction.rows == rows.rows
        && reconstruction.columns == rows.columns,
      """
      ReconstructionStatistics: [\(rows.rows), \(rows.columns)] and \
      [\(reconstruction.rows), \(reconstruction.columns)] for \(sums.count) columns
      """)
    let center = center
    let parts = parallelMap(rows.rows, grain: 128) { range in
      var part = Part(columns: rows.columns)
      for index in range { part.add(rows[row: index], reconstruction[row: index], center: center) }
      return part
    }
    for part in parts { add(part) }
    rowCount += rows.rows
    guard let code else { return }
    for (feature, value) in zip(code.indices, code.values) where value != 0 {
      onCounts[Int(feature)] += 1
    }
  }

  private mutating func add(_ part: Part) {
    squaredError += part.squaredError
    squaredInput += part.squaredInput
    sumOfCosines += part.cosines
    explainedParts += part.explained
    for i in sums.indices { sums[i] += part.sums[i] }
  }

  /// The metrics of all rows that were added; NaN where they have no variance or there are none.
  public var evaluation: Evaluation {
    let count = Double(rowCount)
    let aroundMean = squaredInput - sums.reduce(0) { $0 + $1 * $1 } / max(count, 1)
    return Evaluation(
      rows: rowCount,
      l0: Double(onCounts.reduce(0, +)) / count, mse: squaredError / count,
      normalizedMSE: squaredError / squaredInput,
      explainedVariance: .init(
        global: 1 - squaredError / aroundMean, perToken: explainedParts / count),
      cosine: sumOfCosines / count, deadFeatures: onCounts.count { $0 == 0 },
      featureDensity: onCounts.map { Double($0) / count })
  }

  /// The sums of some rows.
  private struct Part: Sendable {
    var squaredError = 0.0
    var squaredInput = 0.0
    var cosines = 0.0
    var explained = 0.0
    var sums: [Double]

    init(columns: Int) {
      sums = [Double](repeating: 0, count: columns)
    }

    mutating func add(_ row: Span<Float>, _ made: Span<Float>, center: [Double]) {
      var (error, input, output, product, spread) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for i in row.indices {
        let (x, y) = (Double(row[i]), Double(made[i]))
        error += (x - y) * (x - y)
        input += x * x
        output += y * y
        product += x * y
        spread += (x - center[i]) * (x - center[i])
        sums[i] += x
      }
      squaredError += error
      squaredInput += input
      cosines += product / (input * output).squareRoot()
      explained += 1 - error / spread
    }
  }
}
