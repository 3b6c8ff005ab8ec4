import Gradients
import Tensors

/// What training moves: an autoencoder's weights, with a feature's part of each as a row.
///
/// They act on activations that were multiplied by the trainer's input scale.
struct AutoencoderParameters: Sendable, Equatable {
  /// `W_enc` transposed, shape `[dSAE, dIn]`.
  var encoder: Matrix

  /// `b_enc`, shape `[1, dSAE]`.
  var encoderBias: Matrix

  /// `W_dec`, shape `[dSAE, dIn]`.
  var decoder: Matrix

  /// `b_dec`, shape `[1, dIn]`.
  var decoderBias: Matrix

  /// Starts with random unit decoder rows, and an encoder that is the decoder's transpose.
  init(width: Int, center: Matrix, random: SplittableRandom) {
    var directions = Matrix(rows: width, columns: center.columns)
    directions.forEachRow { index, row in
      var random = random.split(UInt64(index))
      for i in row.indices { row[i] = random.normal() }
      normalize(&row)
    }
    self.init(
      encoder: directions, encoderBias: Matrix(rows: 1, columns: width), decoder: directions,
      decoderBias: center)
  }

  init(encoder: Matrix, encoderBias: Matrix, decoder: Matrix, decoderBias: Matrix) {
    self.encoder = encoder
    self.encoderBias = encoderBias
    self.decoder = decoder
    self.decoderBias = decoderBias
  }

  /// Brings every decoder row back to norm 1.
  mutating func normalizeDecoder() {
    decoder.forEachRow { _, row in normalize(&row) }
  }

  /// The autoencoder that does to activations what these parameters do to scaled ones.
  ///
  ///     W_enc = scale · encoderᵀ        W_dec = decoder / scale        b_dec = decoderBias / scale
  func folded(scale: Float, architecture: Architecture) -> SparseAutoencoder {
    var (encoderWeight, decoderWeight, bias) = (encoder.transposed, decoder, decoderBias)
    encoderWeight.scale(by: scale)
    decoderWeight.scale(by: 1 / scale)
    bias.scale(by: 1 / scale)
    return SparseAutoencoder(
      encoderWeight: encoderWeight, encoderBias: encoderBias, decoderWeight: decoderWeight,
      decoderBias: bias, architecture: architecture)
  }
}

/// The gradients of an autoencoder's parameters.
struct AutoencoderGradients: Sendable {
  var encoder: RowGradient
  var encoderBias: Matrix
  var decoder: RowGradient
  var decoderBias: Matrix

  /// Takes off each decoder row's gradient what points along the row: that would only change the
  /// row's norm, which is held at 1.
  mutating func project(onto parameters: AutoencoderParameters) {
    let rows = decoder.rows
    decoder.matrix.forEachRow { place, gradient in
      let direction = parameters.decoder[row: rows[place]]
      add(direction, scale: -dot(gradient.span, direction), to: &gradient)
    }
  }

  /// The norm of all gradients together.
  var norm: Double {
    let parts = [encoder.matrix, encoderBias, decoder.matrix, decoderBias]
    return parts.reduce(0) { $0 + squaredNorm(of: $1) }.squareRoot()
  }

  mutating func scale(by factor: Float) {
    encoder.matrix.scale(by: factor)
    encoderBias.scale(by: factor)
    decoder.matrix.scale(by: factor)
    decoderBias.scale(by: factor)
  }
}

private func normalize(_ row: inout MutableSpan<Float>) {
  let norm = squaredNorm(row.span).squareRoot()
  guard norm > 0 else { return }
  let factor = Float(1 / norm)
  for i in row.indices { row[i] *= factor }
}
