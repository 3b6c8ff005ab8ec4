import Autoencoders
import Gradients
import Tensors
import Transformers

/// Which units of a model a task ranks.
public enum RankedUnits: Sendable {
  /// Attention heads, by what they hand to the output weights (`hook_z`).
  case heads
  /// Neurons (`mlp.hook_post`).
  case neurons
  /// Features of an autoencoder at its site.
  case features(SiteAutoencoder)

  /// What they are.
  public var unit: Unit {
    switch self {
    case .heads: .head
    case .neurons: .neuron
    case .features: .feature
    }
  }

  /// The sites whose numbers they are, in order of layers.
  func sites(in configuration: TransformerConfiguration) -> [Site] {
    let layers = 0..<configuration.layerCount
    return switch self {
    case .heads: layers.compactMap { configuration.site(.z, layer: $0) }
    case .neurons: layers.compactMap { configuration.site(.mlpPost, layer: $0) }
    case .features(let autoencoder): [autoencoder.site]
    }
  }

  /// How many units a site has.
  func count(at site: Site, in configuration: TransformerConfiguration) -> Int {
    switch self {
    case .heads: site.headCount(in: configuration)
    case .neurons: site.width
    case .features(let autoencoder): autoencoder.autoencoder.width
    }
  }

  /// The units' numbers, from the site's activations; shape `[position, unit · width]`.
  func values(_ x: Matrix) -> Matrix {
    guard case .features(let autoencoder) = self else { return x }
    let (code, scales, _) = autoencoder.features(of: x)
    var values = Matrix(rows: x.rows, columns: autoencoder.autoencoder.width)
    for row in 0..<code.rows {
      for entry in code.offsets[row]..<code.offsets[row + 1] {
        values[row, Int(code.indices[entry])] = code.values[entry] * scales[row]
      }
    }
    return values
  }

  /// The gradients of the units' numbers, from those of the site's activations.
  func gradients(_ dx: Matrix) -> Matrix {
    guard case .features(let autoencoder) = self else { return dx }
    return Matrix.product(dx, autoencoder.autoencoder.decoderWeight, transposing: .right)
  }

  /// What makes other numbers of some units at a site; shapes as `values`.
  ///
  /// - Parameters:
  ///   - x: The site's activations.
  ///   - columns: The columns of `values` that change.
  ///   - change: What is added to them, shape `[position, column]`.
  /// - Returns: The site's activations with the change.
  func changed(_ x: Matrix, columns: [Int], by change: Matrix) -> Matrix {
    if case .features(let autoencoder) = self {
      let directions = autoencoder.autoencoder.decoderWeight.gatheringRows(columns)
      return x + Matrix.product(change, directions)
    }
    var result = x
    for row in 0..<x.rows {
      var target = result[mutableRow: row]
      let source = change[row: row]
      for (place, column) in columns.enumerated() { target[column] += source[place] }
    }
    return result
  }

  /// How long the vectors are that a change of each unit adds to the residual stream; a row for each
  /// position.
  func norms(ofChange change: Matrix, at site: Site, in model: Transformer) -> Matrix {
    switch self {
    case .heads: return headNorms(change, at: site, in: model)
    case .neurons:
      guard let layer = site.layer, let output = model.weights.blocks[layer].mlp?.output else {
        return change
      }
      // A row of the identity at a time would be as right, and a hundred times as slow.
      let lengths =
        output.layout == .inputOutput
        ? output.weight.rowLengths : output.weight.columnLengths
      return change.magnitudes(times: lengths)
    case .features(let autoencoder):
      return change.magnitudes(times: autoencoder.autoencoder.decoderWeight.rowLengths)
    }
  }

  private func headNorms(_ change: Matrix, at site: Site, in model: Transformer) -> Matrix {
    guard let layer = site.layer else { return change }
    let count = site.headCount(in: model.configuration)
    let width = site.width / count
    var norms = Matrix(rows: change.rows, columns: count)
    for head in 0..<count {
      let columns = Array(head * width..<(head + 1) * width)
      let written = model.weights.blocks[layer].output
        .withoutBias(change.gatheringColumns(columns), ofInputs: columns)
      for (row, length) in written.rowLengths.enumerated() { norms[row, head] = length }
    }
    return norms
  }
}

extension Matrix {
  /// The Euclidean length of each row.
  var rowLengths: [Float] {
    (0..<rows).map { Float(innerProduct(self[row: $0], self[row: $0]).squareRoot()) }
  }

  /// The Euclidean length of each column.
  var columnLengths: [Float] {
    var squares = [Double](repeating: 0, count: columns)
    for index in 0..<rows {
      let row = self[row: index]
      for i in row.indices { squares[i] += Double(row[i]) * Double(row[i]) }
    }
    return squares.map { Float($0.squareRoot()) }
  }

  /// The magnitudes of the elements, each times its column's factor.
  fileprivate func magnitudes(times factors: [Float]) -> Matrix {
    var result = self
    result.forEachRow { _, row in
      for i in row.indices { row[i] = abs(row[i]) * factors[i] }
    }
    return result
  }
}
