import Tensors

extension SparseAutoencoder {
  /// For every feature the cosine between what it looks for and what it stands for.
  ///
  ///     cosine[f] = W_enc[:, f] · W_dec[f, :] / (‖W_enc[:, f]‖ ‖W_dec[f, :]‖)
  ///
  /// Nil for a transcoder, whose two sides are of different sites; NaN for a feature of zeros.
  public var encoderDecoderCosines: [Double]? {
    guard transcoding == nil else { return nil }
    let encoder = encoderWeight.transposed
    return (0..<width).map { feature in
      let (reads, writes) = (encoder[row: feature], decoderWeight[row: feature])
      let norms = (squaredNorm(reads) * squaredNorm(writes)).squareRoot()
      return Double(dot(reads, writes)) / norms
    }
  }
}
