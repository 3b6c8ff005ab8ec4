import Tensors

extension SparseAutoencoder {
  /// The parameters by SAELens's names, as its folder holds them.
  var tensors: [(String, Tensor)] {
    let (dIn, dSAE, dOut) = (inputWidth, width, outputWidth)
    var tensors = [
      ("W_enc", Tensor(encoderWeight, shape: [dIn, dSAE])),
      ("W_dec", Tensor(decoderWeight, shape: [dSAE, dOut])),
      ("b_dec", Tensor(decoderBias, shape: [dOut])),
    ]
    func add(_ name: String, _ row: Matrix) { tensors.append((name, Tensor(row, shape: [dSAE]))) }
    switch architecture {
    case .standard, .topK: add("b_enc", encoderBias)
    case .jumpReLU(let threshold):
      add("b_enc", encoderBias)
      add("threshold", threshold)
    case .gated(let magnitude):
      add("b_gate", encoderBias)
      add("b_mag", magnitude.bias)
      add("r_mag", magnitude.logScale)
    }
    if let skip = transcoding?.skipWeight {
      tensors.append(("W_skip", Tensor(skip, shape: [dOut, dIn])))
    }
    return tensors
  }
}
