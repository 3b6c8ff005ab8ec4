import Gradients
import Tensors

extension AutoencoderParameters {
  /// The autoencoder that does to activations what these parameters do to scaled ones.
  ///
  ///     W_enc = s_in · encoderᵀ     W_dec = decoder / s_out     b_dec = decoderBias / s_out
  ///     W_skip = s_in / s_out · skip
  ///
  /// - Parameters:
  ///   - configuration: How they are trained.
  ///   - inputScale: *s_in*.
  ///   - outputScale: *s_out*; an autoencoder's is its input's.
  ///   - batchThreshold: The least value that BatchTopK keeps.
  /// - Returns: The autoencoder.
  func folded(
    _ configuration: TrainingConfiguration, inputScale: Float, outputScale: Float,
    batchThreshold: Float
  ) -> SparseAutoencoder {
    var source = self
    if configuration.ranksByDecoderNorm { source.foldDecoderNorms() }
    var (encoderWeight, decoderWeight) = (source.encoder.transposed, source.decoder)
    var (bias, skip) = (decoderBias, self.skip)
    encoderWeight.scale(by: inputScale)
    decoderWeight.scale(by: 1 / outputScale)
    bias.scale(by: 1 / outputScale)
    skip.scale(by: inputScale / outputScale)
    return SparseAutoencoder(
      encoderWeight: encoderWeight, encoderBias: source.encoderBias, decoderWeight: decoderWeight,
      decoderBias: bias,
      architecture: architecture(configuration, batchThreshold: batchThreshold),
      subtractsDecoderBias: configuration.subtractsDecoderBias,
      transcoding: configuration.transcoder == .none
        ? nil : .init(skipWeight: configuration.transcoder == .skip ? skip : nil))
  }

  private func architecture(
    _ configuration: TrainingConfiguration, batchThreshold: Float
  ) -> Architecture {
    switch configuration.architecture {
    case .standard: .standard
    case .topK: .topK(k: Int(configuration.k))
    case .batchTopK, .matryoshka:
      .jumpReLU(threshold: Matrix(row: [Float](repeating: batchThreshold, count: encoder.rows)))
    case .jumpReLU: .jumpReLU(threshold: threshold)
    case .gated: .gated(Magnitude(logScale: logScale, bias: magnitudeBias))
    }
  }

  /// Brings decoder rows to norm 1 and multiplies what leads to each feature by its row's norm, so
  /// that features compare by what they add to the output.
  private mutating func foldDecoderNorms() {
    let norms = decoderNorms.map { max($0, 1e-8) }
    decoder.forEachRow { index, row in
      for i in row.indices { row[i] /= norms[index] }
    }
    encoder.forEachRow { index, row in
      for i in row.indices { row[i] *= norms[index] }
    }
    encoderBias.multiply(by: Matrix(row: norms))
  }
}
