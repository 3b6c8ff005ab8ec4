import Gradients
import Synchronization
import Tensors

/// The losses of a batch whose codes are mostly full, block by block of rows, in matrix products.
///
/// A block's pre-activations and values are in memory at a time, whatever the batch.
struct DensePass<Rule: FeatureRule> {
  let parameters: AutoencoderParameters
  let batch: ScaledBatch
  let rule: Rule

  /// What a sparse pass would choose.
  let selector: any RowSelector

  private var chosenDensity: Double?
  private var sums: [FeatureSums]
  private var onCounts: [Int32]
  private var losses = Pass.Losses()
  private var encoder: Matrix
  private var decoder: Matrix
  private var gradients: AutoencoderGradients

  /// How many rows make a block.
  private static var blockRows: Int { 1024 / Rule.codeCount }

  init(
    parameters: AutoencoderParameters, batch: ScaledBatch, rule: Rule, selector: any RowSelector
  ) {
    self.parameters = parameters
    self.batch = batch
    self.rule = rule
    self.selector = selector
    let width = parameters.encoder.rows
    sums = [FeatureSums](repeating: FeatureSums(), count: width)
    onCounts = [Int32](repeating: 0, count: width)
    encoder = Matrix(rows: width, columns: parameters.encoder.columns)
    decoder = Matrix(rows: width, columns: parameters.decoder.columns)
    let none = RowGradient(rowCount: width, rows: [], matrix: Matrix(rows: 0, columns: 0))
    gradients = AutoencoderGradients(encoder: none, decoder: none, of: parameters)
  }

  /// The losses, and the gradients of their sum.
  mutating func run(subtractsDecoderBias: Bool) -> Pass {
    var centered = batch.input
    if subtractsDecoderBias {
      centered.forEachRow { [parameters] _, row in
        add(parameters.decoderBias[row: 0], scale: -1, to: &row)
      }
    }
    for start in stride(from: 0, to: centered.rows, by: Self.blockRows) {
      addBlock(start..<min(start + Self.blockRows, centered.rows), centered: centered)
    }
    let rows = Array(0..<encoder.rows)
    gradients.encoder = RowGradient(rowCount: rows.count, rows: rows, matrix: encoder)
    gradients.decoder = RowGradient(rowCount: rows.count, rows: rows, matrix: decoder)
    var pass = Pass(losses: losses, gradients: gradients, onCounts: onCounts)
    pass.chosenDensity = chosenDensity
    pass.add(sums, of: parameters, subtractsDecoderBias: subtractsDecoderBias)
    return pass
  }

  private mutating func addBlock(_ rows: Range<Int>, centered: Matrix) {
    let (input, rule, parameters) = (centered.rows(rows), rule, parameters)
    var preActivations = Matrix.product(input, parameters.encoder, transposing: .right)
    preActivations.addToRows(parameters.encoderBias)
    if chosenDensity == nil { chosenDensity = estimatedDensity(preActivations) }
    var codes = (0..<Rule.codeCount).map { [preActivations] code in
      var values = Matrix(uninitializedRows: rows.count, columns: preActivations.columns)
      values.forEachRow { index, row in
        let source = preActivations[row: index]
        for i in row.indices {
          let both = rule.values(source[i], of: i)
          row[i] = code == 0 ? both.0 : both.1
        }
      }
      return values
    }
    let slopes = penalizedRows(codes[0])
    for code in codes.indices { decode(&codes[code], code: code, rows: rows) }
    pullBack(&preActivations, slopes: codes, rowSlopes: slopes)
    encoder.addProduct(preActivations, input, transposing: .left)
  }

  /// The part of pre-activations that a sparse pass would choose, by the first rows.
  private func estimatedDensity(_ preActivations: Matrix) -> Double {
    var (selector, code) = (selector, SparseCode(featureCount: preActivations.columns))
    let count = min(32, preActivations.rows)
    for row in 0..<count { selector.select(preActivations[row: row], into: &code) }
    return Double(code.indices.count) / Double(count * preActivations.columns)
  }

  /// Counts what is on, adds the penalty of each row, and returns its gradient.
  private mutating func penalizedRows(_ values: Matrix) -> [Float] {
    let rule = rule
    let counts = onCounts(of: values)
    var slopes: [Float] = []
    for count in counts {
      let penalty = rule.rowPenalty(onCount: count)
      losses.sparsity += penalty.value
      slopes.append(penalty.slope)
    }
    return slopes
  }

  private mutating func onCounts(of values: Matrix) -> [Int] {
    let parts = parallelMap(values.rows, grain: 128) { range in
      var features = [Int32](repeating: 0, count: values.columns)
      let rows = range.map { index in
        let row = values[row: index]
        var count: Int32 = 0
        for i in row.indices {
          let isOn: Int32 = row[i] != 0 ? 1 : 0
          features[i] += isOn
          count += isOn
        }
        return Int(count)
      }
      return (features, rows)
    }
    for (features, _) in parts {
      for i in onCounts.indices { onCounts[i] += features[i] }
    }
    return parts.flatMap(\.1)
  }

  /// Decodes a code, adds its loss and the decoder's gradient, and leaves the gradient of its values
  /// in their place.
  private mutating func decode(_ values: inout Matrix, code: Int, rows: Range<Int>) {
    var error = Matrix.product(values, parameters.decoder)
    error.addToRows(parameters.decoderBias)
    if parameters.skip.rows > 0 {
      error.addProduct(batch.input.rows(rows), parameters.skip, transposing: .right)
    }
    let target = batch.target
    error.forEachRow { index, row in
      add(target[row: rows.lowerBound + index], scale: -1, to: &row)
    }
    let count = Double(batch.target.rows)
    let loss = squaredNorm(of: error) / count
    if code == 0 { losses.reconstruction += loss } else { losses.auxiliary += loss }
    error.scale(by: Float(2 / count))
    decoder.addProduct(values, error, transposing: .left)
    gradients.small.decoderBias += columnSums(of: error)
    if parameters.skip.rows > 0 {
      gradients.small.skip.addProduct(error, batch.input.rows(rows), transposing: .left)
    }
    values.addProduct(error, parameters.decoder, transposing: .right, keeping: 0)
  }

  /// Replaces pre-activations by their gradients, tile by tile of features.
  private mutating func pullBack(
    _ preActivations: inout Matrix, slopes: [Matrix], rowSlopes: [Float]
  ) {
    let (rule, first, last) = (rule, slopes[0], slopes[slopes.count - 1])
    let (width, rowCount) = (preActivations.columns, preActivations.rows)
    let tiles = stride(from: 0, to: width, by: 256).map { $0..<min($0 + 256, width) }
    let blocks = tiles.map { MatrixBlock(rows: 0..<rowCount, columns: $0) }
    let found = Mutex<[Int: [FeatureSums]]>([:])
    preActivations.forEachBlock(blocks) { index, tile in
      var sums = [FeatureSums](repeating: FeatureSums(), count: tile.columns)
      let start = tiles[index].lowerBound
      for row in 0..<rowCount {
        var target = tile[mutableRow: row]
        let (firstRow, lastRow) = (first[row: row], last[row: row])
        for i in target.indices {
          target[i] = rule.slope(
            target[i], of: start + i, slopes: (firstRow[start + i], lastRow[start + i]),
            rowSlope: rowSlopes[row], sums: &sums[i])
        }
      }
      found.withLock { $0[index] = sums }
    }
    found.withLock { found in
      for (index, tile) in tiles.enumerated() {
        for (feature, sum) in zip(tile, found[index] ?? []) { sums[feature] += sum }
      }
    }
  }
}
