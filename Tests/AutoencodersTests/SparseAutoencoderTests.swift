import Autoencoders
import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct SparseAutoencoderTests {
  let x = normalMatrix(rows: 5, columns: 4, seed: 1)
  let encoder = normalMatrix(rows: 4, columns: 7, seed: 2)
  let encoderBias = normalMatrix(rows: 1, columns: 7, seed: 3, scale: 0.1)
  let decoder = normalMatrix(rows: 7, columns: 4, seed: 4)
  let decoderBias = normalMatrix(rows: 1, columns: 4, seed: 5)

  private func autoencoder(
    _ architecture: Architecture, subtracting: Bool = true,
    normalization: InputNormalization = .none
  ) -> SparseAutoencoder {
    SparseAutoencoder(
      encoderWeight: encoder, encoderBias: encoderBias, decoderWeight: decoder,
      decoderBias: decoderBias, architecture: architecture, subtractsDecoderBias: subtracting,
      inputNormalization: normalization)
  }

  private func preActivations(subtracting: Bool) -> Matrix {
    var input = x
    if subtracting {
      var negative = decoderBias
      negative.scale(by: -1)
      input.addToRows(negative)
    }
    return linear(input, weight: encoder, bias: encoderBias).value
  }

  @Test(arguments: [true, false]) func standardKeepsThePositive(subtracting: Bool) {
    let code = autoencoder(.standard, subtracting: subtracting).encode(x)
    let expected = relu(preActivations(subtracting: subtracting)).value
    #expect(relativeDifference(code.dense, expected) < 1e-5)
  }

  @Test func topKKeepsTheLargest() {
    let code = autoencoder(.topK(k: 2)).encode(x)
    let expected = selected(preActivations(subtracting: true), by: TopKSelector(k: 2)).value
    #expect(relativeDifference(code.dense, expected.dense) < 1e-5)
  }

  @Test func jumpReLUKeepsWhatIsAboveItsThreshold() {
    let threshold = Matrix(row: [-1, 0, 0.5, 1, 0.2, 3, 0.1])
    let code = autoencoder(.jumpReLU(threshold: threshold)).encode(x).dense
    let dense = preActivations(subtracting: true)
    for row in 0..<5 {
      for feature in 0..<7 {
        let value = dense[row, feature]
        let expected = value > threshold[0, feature] ? max(value, 0) : 0
        #expect(abs(code[row, feature] - expected) < 1e-5)
      }
    }
  }

  @Test func decodingIsTheDenseProduct() {
    let autoencoder = autoencoder(.standard)
    let (code, reconstruction) = autoencoder.reconstruct(x)
    let expected = linear(code.dense, weight: decoder, bias: decoderBias).value
    #expect(relativeDifference(reconstruction, expected) < 1e-5)
    #expect(autoencoder.decode(code) == reconstruction)
  }

  @Test(arguments: [InputNormalization.constantNorm, .layerNorm])
  func normalizationIsUndone(normalization: InputNormalization) {
    let plain = autoencoder(.standard, normalization: normalization)
    var scaled = x
    scaled.scale(by: 3)
    let (code, reconstruction) = plain.reconstruct(x)
    let (scaledCode, scaledReconstruction) = plain.reconstruct(scaled)
    #expect(relativeDifference(scaledCode.dense, code.dense) < 1e-4)
    var expected = reconstruction
    expected.scale(by: 3)
    #expect(relativeDifference(scaledReconstruction, expected) < 1e-4)
  }
}
