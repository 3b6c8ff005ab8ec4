import Gradients
import Tensors

/// The gradients of an autoencoder's parameters.
struct AutoencoderGradients: Sendable {
  /// The encoder's, for the features that have one.
  var encoder: RowGradient

  /// The decoder's, likewise.
  var decoder: RowGradient

  /// Those of the parameters that are neither; their encoder and decoder are empty.
  var small: AutoencoderParameters

  /// Makes zeros for everything but the encoder and decoder.
  init(encoder: RowGradient, decoder: RowGradient, of parameters: AutoencoderParameters) {
    self.encoder = encoder
    self.decoder = decoder
    var empty = parameters
    empty.encoder = Matrix(rows: 0, columns: 0)
    empty.decoder = empty.encoder
    small = empty.zeros
  }

  /// Takes off each decoder row's gradient what points along the row: that would only change the
  /// row's norm, which is held at 1.
  mutating func project(onto parameters: AutoencoderParameters) {
    let rows = decoder.rows
    decoder.matrix.forEachRow { place, gradient in
      let direction = parameters.decoder[row: rows[place]]
      add(direction, scale: -dot(gradient.span, direction), to: &gradient)
    }
  }

  /// Adds what a function of the decoder rows' norms gives: `slopes[f] · decoder[f] / norms[f]`.
  mutating func addNormSlopes(_ slopes: [Double], of parameters: AutoencoderParameters) {
    let norms = parameters.decoderNorms
    var isMissing = slopes.map { $0 != 0 }
    for row in decoder.rows { isMissing[row] = false }
    let missing = isMissing.indices.filter { isMissing[$0] }
    if !missing.isEmpty {
      decoder += RowGradient(
        rowCount: slopes.count, rows: missing,
        matrix: Matrix(rows: missing.count, columns: parameters.decoder.columns))
    }
    let rows = decoder.rows
    decoder.matrix.forEachRow { place, row in
      let feature = rows[place]
      let scale = Float(slopes[feature]) / max(norms[feature], .leastNormalMagnitude)
      if scale != 0 { add(parameters.decoder[row: feature], scale: scale, to: &row) }
    }
  }

  /// The norm of all gradients together.
  var norm: Double {
    let squares = AutoencoderParameters.smallParts.reduce(0) {
      $0 + squaredNorm(of: small[keyPath: $1.path])
    }
    return (squares + squaredNorm(of: encoder.matrix) + squaredNorm(of: decoder.matrix))
      .squareRoot()
  }
}
