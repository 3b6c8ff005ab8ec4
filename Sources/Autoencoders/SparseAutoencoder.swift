public import Gradients
public import Tensors

/// An autoencoder whose code is sparse: activations in, features out, and back.
///
///     x'        = normalized(x) - b_dec        (where `subtractsDecoderBias`)
///     features  = architecture(x' · W_enc + b_enc)
///     x̂         = restored(features · W_dec + b_dec)
///
/// A transcoder makes of one site's activations those of another, dOut wide, and restores nothing:
///
///     ŷ         = features · W_dec + b_dec + x · W_skipᵀ
///
/// The parameters are shaped as SAELens stores them.
public struct SparseAutoencoder: Sendable, Equatable {
  /// `W_enc`, shape `[dIn, dSAE]`.
  public let encoderWeight: Matrix

  /// `b_enc`, of a gated autoencoder `b_gate`; shape `[1, dSAE]`.
  public let encoderBias: Matrix

  /// `W_dec`, shape `[dSAE, dOut]`: a feature's direction is a row.
  public let decoderWeight: Matrix

  /// `b_dec`, shape `[1, dOut]`.
  public let decoderBias: Matrix

  /// How pre-activations become features.
  public let architecture: Architecture

  /// Whether `b_dec` is taken off the input: SAELens's `apply_b_dec_to_input`.
  public let subtractsDecoderBias: Bool

  /// What is done to each row first.
  public let inputNormalization: InputNormalization

  /// What makes a transcoder of it; nil for an autoencoder.
  public let transcoding: Transcoding?

  /// What a transcoder has beside its code.
  public struct Transcoding: Sendable, Equatable {
    /// `W_skip`, shape `[dOut, dIn]`; nil for none.
    public let skipWeight: Matrix?

    /// Names the weight that leads past the code.
    public init(skipWeight: Matrix? = nil) { self.skipWeight = skipWeight }
  }

  /// Makes an autoencoder, or a transcoder, of its parameters.
  public init(
    encoderWeight: Matrix, encoderBias: Matrix, decoderWeight: Matrix, decoderBias: Matrix,
    architecture: Architecture, subtractsDecoderBias: Bool = true,
    inputNormalization: InputNormalization = .none, transcoding: Transcoding? = nil
  ) {
    let (dIn, dSAE, dOut) = (encoderWeight.rows, encoderWeight.columns, decoderWeight.columns)
    precondition(
      encoderBias.rows == 1 && encoderBias.columns == dSAE && decoderWeight.rows == dSAE
        && decoderBias.rows == 1 && decoderBias.columns == dOut
        && (transcoding == nil ? dOut == dIn : !subtractsDecoderBias),
      """
      SparseAutoencoder: W_enc [\(dIn), \(dSAE)], b_enc [\(encoderBias.columns)], \
      W_dec [\(decoderWeight.rows), \(dOut)], b_dec [\(decoderBias.columns)]
      """)
    if let skip = transcoding?.skipWeight {
      precondition(
        skip.rows == dOut && skip.columns == dIn,
        "SparseAutoencoder: W_skip [\(skip.rows), \(skip.columns)] for [\(dOut), \(dIn)]")
    }
    self.encoderWeight = encoderWeight
    self.encoderBias = encoderBias
    self.decoderWeight = decoderWeight
    self.decoderBias = decoderBias
    self.architecture = architecture
    self.subtractsDecoderBias = subtractsDecoderBias
    self.inputNormalization = inputNormalization
    self.transcoding = transcoding
  }

  /// The width of the activations, dIn.
  public var inputWidth: Int { encoderWeight.rows }

  /// The width of what it makes, dOut: that of the activations unless it is a transcoder.
  public var outputWidth: Int { decoderWeight.columns }

  /// How many features there are, dSAE.
  public var width: Int { encoderWeight.columns }

  /// SAELens's name of the architecture.
  public var architectureName: String {
    guard let transcoding else { return architecture.name }
    let kind = transcoding.skipWeight == nil ? "transcoder" : "skip_transcoder"
    return architecture == .standard ? kind : "\(architecture.name)_\(kind)"
  }

  /// The features of activations.
  ///
  /// - Parameter x: Activations, shape `[batch, dIn]`.
  /// - Returns: Their features, shape `[batch, dSAE]`.
  public func encode(_ x: Matrix) -> SparseCode {
    encodeNormalized(inputNormalization.normalized(x).value)
  }

  /// The activations that features stand for.
  ///
  /// Where each row was normalized by itself, they are those of the normalized rows, and a skip
  /// weight is left out: `reconstruct` goes all the way.
  ///
  /// - Parameter code: Features, shape `[batch, dSAE]`.
  /// - Returns: Activations, shape `[batch, dOut]`.
  public func decode(_ code: SparseCode) -> Matrix {
    sparseDecode(code, weight: decoderWeight, bias: decoderBias).value
  }

  /// Encodes activations and decodes them again.
  ///
  /// - Parameter x: Activations, shape `[batch, dIn]`.
  /// - Returns: Their features, shape `[batch, dSAE]`, and what those stand for, shape
  ///   `[batch, dOut]`.
  public func reconstruct(_ x: Matrix) -> (code: SparseCode, reconstruction: Matrix) {
    let (normalized, restoring) = inputNormalization.normalized(x)
    let code = encodeNormalized(normalized)
    return (code, completed(decode(code), of: x, restoring: restoring))
  }

  /// Decodes features of given activations all the way, as `reconstruct` does: for features that
  /// were changed in between.
  ///
  /// - Parameters:
  ///   - code: Features, shape `[batch, dSAE]`.
  ///   - x: The activations that they come from, shape `[batch, dIn]`.
  /// - Returns: Activations, shape `[batch, dOut]`.
  public func decode(_ code: SparseCode, of x: Matrix) -> Matrix {
    completed(decode(code), of: x, restoring: inputNormalization.normalized(x).restoring)
  }

  private func completed(
    _ decoded: Matrix, of x: Matrix, restoring: (Matrix) -> Matrix
  ) -> Matrix {
    guard let transcoding else { return restoring(decoded) }
    guard let skip = transcoding.skipWeight else { return decoded }
    var result = decoded
    result.addProduct(x, skip, transposing: .right)
    return result
  }

  private func encodeNormalized(_ x: Matrix) -> SparseCode {
    precondition(x.columns == inputWidth, "encode: \(x.columns) columns, dIn is \(inputWidth)")
    var input = x
    if subtractsDecoderBias {
      input.forEachRow { _, row in add(decoderBias[row: 0], scale: -1, to: &row) }
    }
    return sparseCodes(
      of: input, weight: encoderWeight, transposing: .none, bias: encoderBias,
      selecting: [architecture.selector(bias: encoderBias)])[0]
  }
}
