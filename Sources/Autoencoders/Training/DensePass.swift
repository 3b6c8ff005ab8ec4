import Gradients
import Synchronization
import Tensors

/// The losses of a batch whose codes are mostly full, block by block of rows, in matrix products.
///
/// Only the pre-activations of a block are in memory as a whole. Threads part the block's rows to
/// reconstruct them, and its features to pull the errors back; values and slopes exist for a tile of
/// features at a time, and are made and used while they are in the cache.
struct DensePass<Rule: FeatureRule> {
  let parameters: AutoencoderParameters
  let batch: ScaledBatch
  let rule: Rule

  /// What a sparse pass would choose.
  let selector: any RowSelector

  private var chosenDensity: Double?
  private var sums: [FeatureSums]
  private var losses = Pass.Losses()
  private var small: AutoencoderParameters

  /// How many rows make a block.
  private static var blockRows: Int { 2048 }

  /// How many features are reconstructed from at a time.
  private static var encodedFeatures: Int { 2048 }

  /// How many features are pulled back at a time.
  private static var pulledFeatures: Int { 1024 / Rule.codeCount }

  init(
    parameters: AutoencoderParameters, batch: ScaledBatch, rule: Rule, selector: any RowSelector
  ) {
    self.parameters = parameters
    self.batch = batch
    self.rule = rule
    self.selector = selector
    sums = [FeatureSums](repeating: FeatureSums(), count: parameters.encoder.rows)
    let none = RowGradient(
      rowCount: parameters.encoder.rows, rows: [], matrix: Matrix(rows: 0, columns: 0))
    small = AutoencoderGradients(encoder: none, decoder: none, of: parameters).small
  }

  /// The losses, and the gradients of their sum.
  mutating func run(subtractsDecoderBias: Bool) -> Pass {
    var input = batch.input
    if subtractsDecoderBias {
      input.forEachRow { [parameters] _, row in
        add(parameters.decoderBias[row: 0], scale: -1, to: &row)
      }
    }
    let width = parameters.encoder.rows
    var encoder = Matrix(uninitializedRows: width, columns: parameters.encoder.columns)
    var decoder = Matrix(uninitializedRows: width, columns: parameters.decoder.columns)
    var preActivations = Matrix(
      uninitializedRows: min(Self.blockRows, input.rows), columns: width)
    for start in stride(from: 0, to: input.rows, by: Self.blockRows) {
      let rows = start..<min(start + Self.blockRows, input.rows)
      var (errors, slopes) = reconstruct(rows, input: input.rows(rows), in: &preActivations)
      if chosenDensity == nil { chosenDensity = estimatedDensity(preActivations) }
      for code in errors.indices { note(&errors[code], code: code, rows: rows) }
      pullBack(
        errors, input: input.rows(rows), rowSlopes: slopes, in: &preActivations,
        encoder: &encoder, decoder: &decoder, isFirst: start == 0)
    }
    let rows = Array(0..<width)
    // Handed over, not shared: what is shared is copied when it is next written.
    var pass = Pass(
      losses: losses,
      gradients: AutoencoderGradients(
        encoder: RowGradient(rowCount: width, rows: rows, matrix: consume encoder),
        decoder: RowGradient(rowCount: width, rows: rows, matrix: consume decoder),
        of: parameters),
      onCounts: sums.map(\.onCount))
    pass.gradients.small.decoderBias = small.decoderBias
    pass.gradients.small.skip = small.skip
    pass.chosenDensity = chosenDensity
    pass.add(sums, of: parameters, subtractsDecoderBias: subtractsDecoderBias)
    return pass
  }
  /// Encodes a block of rows, leaves its pre-activations in place, and decodes its codes.
  ///
  /// - Returns: For each code, prediction less target; and the slopes of the rows' penalties.
  private mutating func reconstruct(
    _ rows: Range<Int>, input: Matrix, in preActivations: inout Matrix
  ) -> (errors: [Matrix], rowSlopes: [Float]) {
    var first = startOfErrors(rows)
    var second = Rule.codeCount > 1 ? first : Matrix(rows: 0, columns: 0)
    // A piece for each thread: each lays out the weights anew.
    let size = max(128, (rows.count + Threads.count - 1) / Threads.count)
    let pieces = stride(from: 0, to: rows.count, by: size).map {
      $0..<min($0 + size, rows.count)
    }
    let outputs = 0..<first.columns
    let found = Mutex<[Int: [Int]]>([:])
    forEachBlock(
      &preActivations, &first, &second,
      blocks: pieces.map { piece in
        (
          a: MatrixBlock(rows: piece, columns: 0..<parameters.encoder.rows),
          b: MatrixBlock(rows: piece, columns: outputs),
          c: Rule.codeCount > 1
            ? MatrixBlock(rows: piece, columns: outputs) : MatrixBlock(rows: 0..<0, columns: 0..<0)
        )
      }
    ) { [self] index, preActivations, first, second in
      let counts = reconstruct(
        input.rows(pieces[index]), in: &preActivations, first: &first, second: &second)
      found.withLock { $0[index] = counts }
    }
    let penalties = found.withLock { found in
      pieces.indices.flatMap { found[$0] ?? [] }.map(rule.rowPenalty(onCount:))
    }
    losses.sparsity += penalties.reduce(0) { $0 + $1.value }
    return (Rule.codeCount > 1 ? [first, second] : [first], penalties.map(\.slope))
  }

  /// One thread's part of it.
  ///
  /// - Returns: How many features are on in each row.
  private func reconstruct(
    _ input: Matrix, in preActivations: inout Matrix, first: inout Matrix, second: inout Matrix
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: input.rows)
    var values = Matrix(
      uninitializedRows: input.rows,
      columns: min(Self.encodedFeatures, parameters.encoder.rows))
    for features in tiles(of: Self.encodedFeatures) {
      let block = 0..<features.count
      preActivations.addProduct(
        input, parameters.encoder.rows(features), transposing: .right, toRows: 0..<input.rows,
        columns: features, keeping: 0)
      for code in 0..<Rule.codeCount {
        for row in 0..<input.rows {
          if code == 0 { addBias(to: &preActivations, row: row, features) }
          var target = values[mutableRow: row]
          rule.fill(
            &target, from: preActivations[row: row].extracting(features), of: features, code: code)
          if code == 0 { counts[row] += onCount(target.span.extracting(block)) }
        }
        let decoder = parameters.decoder.rows(features)
        if code == 0 {
          first.addProduct(values.columns(block), decoder)
        } else {
          second.addProduct(values.columns(block), decoder)
        }
      }
    }
    return counts
  }

  private func addBias(to preActivations: inout Matrix, row: Int, _ features: Range<Int>) {
    let bias = parameters.encoderBias[row: 0]
    var target = preActivations[mutableRow: row]
    precondition(bias.count == target.count)
    for i in features { target[i] += bias[i] }
  }

  /// What a prediction of nothing would miss: the bias and what leads past the code, less the target.
  private func startOfErrors(_ rows: Range<Int>) -> Matrix {
    var error = Matrix(repeating: parameters.decoderBias, rows: rows.count)
    if parameters.skip.rows > 0 {
      error.addProduct(batch.input.rows(rows), parameters.skip, transposing: .right)
    }
    error.forEachRow { [batch] index, row in
      add(batch.target[row: rows.lowerBound + index], scale: -1, to: &row)
    }
    return error
  }

  /// Adds the loss of an error and what follows from it alone, and makes it the loss's gradient.
  private mutating func note(_ error: inout Matrix, code: Int, rows: Range<Int>) {
    let count = Double(batch.target.rows)
    let loss = squaredNorm(of: error) / count
    if code == 0 { losses.reconstruction += loss } else { losses.auxiliary += loss }
    error.scale(by: Float(2 / count))
    small.decoderBias += columnSums(of: error)
    if parameters.skip.rows > 0 {
      small.skip.addProduct(error, batch.input.rows(rows), transposing: .left)
    }
  }

  /// Adds the gradients of encoder and decoder, tile by tile of features.
  private mutating func pullBack(
    _ errors: [Matrix], input: Matrix, rowSlopes: [Float], in preActivations: inout Matrix,
    encoder: inout Matrix, decoder: inout Matrix, isFirst: Bool
  ) {
    let tiles = tiles(of: Self.pulledFeatures)
    let found = Mutex<[Int: [FeatureSums]]>([:])
    let (inputs, outputs) = (0..<encoder.columns, 0..<decoder.columns)
    forEachBlock(
      &preActivations, &encoder, &decoder,
      blocks: tiles.map { features in
        (
          a: MatrixBlock(rows: 0..<input.rows, columns: features),
          b: MatrixBlock(rows: features, columns: inputs),
          c: MatrixBlock(rows: features, columns: outputs)
        )
      }
    ) { [rule, parameters] index, tile, encoder, decoder in
      let features = tiles[index]
      var sums = [FeatureSums](repeating: FeatureSums(), count: features.count)
      var values = Matrix(uninitializedRows: tile.rows, columns: tile.columns)
      var slopes: [Matrix] = []
      for (code, error) in errors.enumerated() {
        for row in 0..<tile.rows {
          var target = values[mutableRow: row]
          rule.fill(&target, from: tile[row: row], of: features, code: code)
        }
        if code == 0 { countOn(values, in: &sums) }
        decoder.addProduct(
          values, error, transposing: .left, keeping: isFirst && code == 0 ? 0 : 1)
        slopes.append(
          Matrix.product(error, parameters.decoder.rows(features), transposing: .right))
      }
      rule.pullBack(&tile, of: features, slopes: slopes, rowSlopes: rowSlopes, sums: &sums)
      encoder.addProduct(tile, input, transposing: .left, keeping: isFirst ? 0 : 1)
      found.withLock { [sums] in $0[index] = sums }
    }
    found.withLock { found in
      for (index, tile) in tiles.enumerated() {
        for (feature, sum) in zip(tile, found[index] ?? []) { sums[feature] += sum }
      }
    }
  }

  private func tiles(of count: Int) -> [Range<Int>] {
    let width = parameters.encoder.rows
    return stride(from: 0, to: width, by: count).map { $0..<min($0 + count, width) }
  }

  /// The part of pre-activations that a sparse pass would choose, by the first rows.
  private func estimatedDensity(_ preActivations: Matrix) -> Double {
    var (selector, code) = (selector, SparseCode(featureCount: preActivations.columns))
    let count = min(32, preActivations.rows)
    for row in 0..<count { selector.select(preActivations[row: row], into: &code) }
    return Double(code.indices.count) / Double(count * preActivations.columns)
  }
}

/// How many values are not zero.
private func onCount(_ values: Span<Float>) -> Int {
  var count: Int32 = 0
  for i in values.indices { count += values[i] != 0 ? 1 : 0 }
  return Int(count)
}

/// Counts the rows in which each feature is not zero.
private func countOn(_ values: Matrix, in sums: inout [FeatureSums]) {
  var counts = [Int32](repeating: 0, count: values.columns)
  for row in 0..<values.rows {
    let row = values[row: row]
    for i in row.indices { counts[i] += row[i] != 0 ? 1 : 0 }
  }
  for i in counts.indices { sums[i].onCount += counts[i] }
}
