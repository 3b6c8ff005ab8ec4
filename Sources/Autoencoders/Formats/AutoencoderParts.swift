import Glibc
import Gradients
import Tensors

/// An autoencoder's parameters while they are put together, or changed.
struct AutoencoderParts {
  /// `W_enc`, shape `[dIn, dSAE]`.
  var encoderWeight: Matrix

  /// `b_enc` or `b_gate`, shape `[1, dSAE]`.
  var encoderBias: Matrix

  /// `W_dec`, shape `[dSAE, dOut]`.
  var decoderWeight: Matrix

  /// `b_dec`, shape `[1, dOut]`.
  var decoderBias: Matrix

  var architecture: Architecture
  var subtractsDecoderBias = true
  var inputNormalization = InputNormalization.none
  var transcoding: SparseAutoencoder.Transcoding?

  init(
    encoderWeight: Matrix, encoderBias: Matrix, decoderWeight: Matrix, decoderBias: Matrix,
    architecture: Architecture, subtractsDecoderBias: Bool = true
  ) {
    self.encoderWeight = encoderWeight
    self.encoderBias = encoderBias
    self.decoderWeight = decoderWeight
    self.decoderBias = decoderBias
    self.architecture = architecture
    self.subtractsDecoderBias = subtractsDecoderBias
  }

  /// The parts of an autoencoder.
  init(_ whole: SparseAutoencoder) {
    self.init(
      encoderWeight: whole.encoderWeight, encoderBias: whole.encoderBias,
      decoderWeight: whole.decoderWeight, decoderBias: whole.decoderBias,
      architecture: whole.architecture, subtractsDecoderBias: whole.subtractsDecoderBias)
    inputNormalization = whole.inputNormalization
    transcoding = whole.transcoding
  }

  /// The autoencoder of these parts.
  var autoencoder: SparseAutoencoder {
    SparseAutoencoder(
      encoderWeight: encoderWeight, encoderBias: encoderBias, decoderWeight: decoderWeight,
      decoderBias: decoderBias, architecture: architecture,
      subtractsDecoderBias: subtractsDecoderBias, inputNormalization: inputNormalization,
      transcoding: transcoding)
  }

  /// Brings decoder rows to norm 1, and multiplies what leads to each feature by its row's norm.
  ///
  /// So a feature's value becomes what SAELens's `rescale_acts_by_decoder_norm` ranks it by.
  mutating func foldDecoderNorm() {
    let norms = (0..<decoderWeight.rows).map { index in
      max(Float(squaredNorm(decoderWeight[row: index]).squareRoot()), 1e-8)
    }
    scaleDecoderRows(by: norms.map { 1 / $0 })
    encoderWeight.forEachRow { _, row in
      for i in row.indices { row[i] *= norms[i] }
    }
    encoderBias.forEachRow { _, row in
      for i in row.indices { row[i] *= norms[i] }
    }
  }

  /// Multiplies each feature's direction by a number of its own.
  mutating func scaleDecoderRows(by factors: [Float]) {
    decoderWeight.forEachRow { index, row in
      for i in row.indices { row[i] *= factors[index] }
    }
  }

  /// Makes of an autoencoder of scaled activations one of activations as they are.
  ///
  ///     W_enc ← scale · W_enc        W_dec ← W_dec / scale        b_dec ← b_dec / scale
  mutating func fold(inputScale scale: Float) {
    encoderWeight.scale(by: scale)
    decoderWeight.scale(by: 1 / scale)
    decoderBias.scale(by: 1 / scale)
  }

  /// Makes of an autoencoder of whitened activations, z = (x - mean) · M, one of activations as they
  /// are.
  ///
  ///     W_enc ← M · W_enc        W_dec ← W_dec · M⁻¹        b_dec ← b_dec · M⁻¹ + mean
  ///
  /// Where `b_dec` is not taken off the input, the encoder's bias takes the mean off.
  ///
  /// Source: SAELens's `fold_activation_whitening`.
  mutating func fold(whitening: Whitening) {
    encoderWeight = Matrix.product(whitening.matrix, encoderWeight)
    if !subtractsDecoderBias { subtractFromInput(whitening.mean) }
    decoderWeight = Matrix.product(decoderWeight, whitening.inverse)
    decoderBias = Matrix.product(decoderBias, whitening.inverse) + whitening.mean
  }

  /// Takes a constant off every input by way of the encoder's biases.
  mutating func subtractFromInput(_ constant: Matrix) {
    let shift = Matrix.product(constant, encoderWeight)
    encoderBias.addProduct(constant, encoderWeight, scale: -1)
    guard case .gated(let magnitude) = architecture else { return }
    var bias = magnitude.bias
    bias.forEachRow { _, row in
      let (shift, logScale) = (shift[row: 0], magnitude.logScale[row: 0])
      for i in row.indices { row[i] -= shift[i] * exp(logScale[i]) }
    }
    architecture = .gated(Magnitude(logScale: magnitude.logScale, bias: bias))
  }

  /// An affine map that was applied to activations before the autoencoder saw them.
  struct Whitening {
    /// Shape `[1, dIn]`.
    let mean: Matrix

    /// Shape `[dIn, dIn]`.
    let matrix: Matrix

    /// The inverse of `matrix`.
    let inverse: Matrix
  }
}
