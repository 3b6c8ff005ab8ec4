import Gradients
import Tensors

/// What training moves: an autoencoder's weights, with a feature's part of each as a row.
///
/// They act on activations that were multiplied by the trainer's scales. What an architecture lacks
/// is an empty matrix, so gradients, moments and averages can be of the same type.
struct AutoencoderParameters: Sendable, Equatable {
  /// `W_enc` transposed, shape `[dSAE, dIn]`.
  var encoder: Matrix

  /// `b_enc`, of a gated autoencoder `b_gate`; shape `[1, dSAE]`.
  var encoderBias: Matrix

  /// `W_dec`, shape `[dSAE, dOut]`.
  var decoder: Matrix

  /// `b_dec`, shape `[1, dOut]`.
  var decoderBias: Matrix

  /// JumpReLU's thresholds, shape `[1, dSAE]`.
  var threshold = Matrix(rows: 1, columns: 0)

  /// A gated autoencoder's `b_mag`, shape `[1, dSAE]`.
  var magnitudeBias = Matrix(rows: 1, columns: 0)

  /// A gated autoencoder's `r_mag`, shape `[1, dSAE]`.
  var logScale = Matrix(rows: 1, columns: 0)

  /// `W_skip`, shape `[dOut, dIn]`.
  var skip = Matrix(rows: 0, columns: 0)

  /// The parameters other than the encoder and decoder, by their names in files.
  static var smallParts: [(name: String, path: WritableKeyPath<Self, Matrix>)] {
    [
      ("encoder_bias", \.encoderBias), ("decoder_bias", \.decoderBias),
      ("threshold", \.threshold), ("magnitude_bias", \.magnitudeBias),
      ("log_scale", \.logScale), ("skip", \.skip),
    ]
  }

  /// All parameters, by their names in files.
  static var parts: [(name: String, path: WritableKeyPath<Self, Matrix>)] {
    [("encoder", \.encoder), ("decoder", \.decoder)] + smallParts
  }

  /// Zeros in the shape of these parameters.
  var zeros: AutoencoderParameters {
    var zeros = self
    for part in Self.parts {
      let matrix = self[keyPath: part.path]
      zeros[keyPath: part.path] = Matrix(rows: matrix.rows, columns: matrix.columns)
    }
    return zeros
  }

  /// The norm of every feature's decoder row.
  var decoderNorms: [Float] {
    parallelMap(decoder.rows, grain: 512) { rows in
      rows.map { Float(squaredNorm(decoder[row: $0]).squareRoot()) }
    }.flatMap { $0 }
  }

  /// Moves every parameter a part of the way to another's: `self += part · (other - self)`.
  mutating func approach(_ other: AutoencoderParameters, part: Float) {
    for (_, path) in Self.parts {
      let target = other[keyPath: path]
      self[keyPath: path].forEachRow { index, row in
        let goal = target[row: index]
        for i in row.indices { row[i] += part * (goal[i] - row[i]) }
      }
    }
  }
}

/// Brings a row to norm 1; a row of zeros stays.
func normalize(_ row: inout MutableSpan<Float>) {
  let norm = squaredNorm(row.span).squareRoot()
  guard norm > 0 else { return }
  let factor = Float(1 / norm)
  for i in row.indices { row[i] *= factor }
}
