public import Gradients
public import Tensors

/// An autoencoder whose code is sparse: activations in, features out, and back.
///
///     x'        = normalized(x) - b_dec        (where `subtractsDecoderBias`)
///     features  = architecture(x' · W_enc + b_enc)
///     x̂         = restored(features · W_dec + b_dec)
///
/// The parameters are shaped as SAELens stores them.
public struct SparseAutoencoder: Sendable, Equatable {
  /// `W_enc`, shape `[dIn, dSAE]`.
  public let encoderWeight: Matrix

  /// `b_enc`, shape `[1, dSAE]`.
  public let encoderBias: Matrix

  /// `W_dec`, shape `[dSAE, dIn]`: a feature's direction is a row.
  public let decoderWeight: Matrix

  /// `b_dec`, shape `[1, dIn]`.
  public let decoderBias: Matrix

  /// Which pre-activations become features.
  public let architecture: Architecture

  /// Whether `b_dec` is taken off the input: SAELens's `apply_b_dec_to_input`.
  public let subtractsDecoderBias: Bool

  /// What is done to each row first.
  public let inputNormalization: InputNormalization

  /// Makes an autoencoder of its parameters.
  public init(
    encoderWeight: Matrix, encoderBias: Matrix, decoderWeight: Matrix, decoderBias: Matrix,
    architecture: Architecture, subtractsDecoderBias: Bool = true,
    inputNormalization: InputNormalization = .none
  ) {
    let (dIn, dSAE) = (encoderWeight.rows, encoderWeight.columns)
    precondition(
      encoderBias.rows == 1 && encoderBias.columns == dSAE && decoderWeight.rows == dSAE
        && decoderWeight.columns == dIn && decoderBias.rows == 1 && decoderBias.columns == dIn,
      """
      SparseAutoencoder: W_enc [\(dIn), \(dSAE)], b_enc [\(encoderBias.columns)], \
      W_dec [\(decoderWeight.rows), \(decoderWeight.columns)], b_dec [\(decoderBias.columns)]
      """)
    self.encoderWeight = encoderWeight
    self.encoderBias = encoderBias
    self.decoderWeight = decoderWeight
    self.decoderBias = decoderBias
    self.architecture = architecture
    self.subtractsDecoderBias = subtractsDecoderBias
    self.inputNormalization = inputNormalization
  }

  /// The width of the activations, dIn.
  public var inputWidth: Int { encoderWeight.rows }

  /// How many features there are, dSAE.
  public var width: Int { encoderWeight.columns }

  /// The features of activations.
  ///
  /// - Parameter x: Activations, shape `[batch, dIn]`.
  /// - Returns: Their features, shape `[batch, dSAE]`.
  public func encode(_ x: Matrix) -> SparseCode {
    encodeNormalized(inputNormalization.normalized(x).value)
  }

  /// The activations that features stand for.
  ///
  /// Where each row was normalized by itself, they are those of the normalized rows: then
  /// `reconstruct` goes all the way.
  ///
  /// - Parameter code: Features, shape `[batch, dSAE]`.
  /// - Returns: Activations, shape `[batch, dIn]`.
  public func decode(_ code: SparseCode) -> Matrix {
    sparseDecode(code, weight: decoderWeight, bias: decoderBias).value
  }

  /// Encodes activations and decodes them again.
  ///
  /// - Parameter x: Activations, shape `[batch, dIn]`.
  /// - Returns: Their features, shape `[batch, dSAE]`, and what those stand for, shaped like `x`.
  public func reconstruct(_ x: Matrix) -> (code: SparseCode, reconstruction: Matrix) {
    let (normalized, restoring) = inputNormalization.normalized(x)
    let code = encodeNormalized(normalized)
    return (code, restoring(decode(code)))
  }

  private func encodeNormalized(_ x: Matrix) -> SparseCode {
    precondition(x.columns == inputWidth, "encode: \(x.columns) columns, dIn is \(inputWidth)")
    var input = x
    if subtractsDecoderBias {
      input.forEachRow { _, row in add(decoderBias[row: 0], scale: -1, to: &row) }
    }
    return sparseCodes(
      of: input, weight: encoderWeight, transposing: .none, bias: encoderBias,
      selecting: [architecture.selector])[0]
  }
}
