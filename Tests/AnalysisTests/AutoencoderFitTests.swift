import Analysis
import Autoencoders
import Tensors
import Testing

@Suite struct AutoencoderFitTests {
  let saved = SavedAutoencoder(
    SparseAutoencoder(
      encoderWeight: Matrix(rows: 4, columns: 8), encoderBias: Matrix(rows: 1, columns: 8),
      decoderWeight: Matrix(rows: 8, columns: 4), decoderBias: Matrix(rows: 1, columns: 4),
      architecture: .topK(k: 2)),
    metadata: AutoencoderMetadata(
      modelName: "gpt2", hookName: "blocks.3.hook_resid_pre", prependBOS: true, processing: []))

  private func origin() -> ActivationOrigin {
    ActivationOrigin(
      site: "blocks.3.hook_resid_pre", width: 4, modelName: "gpt2-small", processing: [],
      prependsBOS: true, name: "the harvest")
  }

  @Test func passesWhatFits() {
    #expect(saved.misfits(with: origin()).isEmpty)
    var unknown = origin()
    (unknown.processing, unknown.prependsBOS) = (nil, nil)
    #expect(saved.misfits(with: unknown).isEmpty)
  }

  @Test func namesWhatDiffersAndWhatToDo() {
    var other = origin()
    other.site = "blocks.4.hook_resid_pre"
    #expect(saved.misfits(with: other).first?.contains("--site blocks.3.hook_resid_pre") == true)
    other = origin()
    other.width = 5
    #expect(saved.misfits(with: other).first?.contains("has 5") == true)
    other = origin()
    other.prependsBOS = false
    #expect(saved.misfits(with: other).first?.contains("--bos always") == true)
    other = origin()
    other.processing = ["fold_ln", "center_writing_weights"]
    let misfits = saved.misfits(with: other)
    #expect(misfits.count == 1 && misfits[0].hasPrefix("center_writing_weights changes"))
    #expect(misfits[0].contains("--processing none"))
  }

  @Test func mindsOnlyStepsThatChangeTheSite() {
    var other = origin()
    other.processing = ["fold_ln", "center_unembed", "fold_value_biases"]
    #expect(saved.misfits(with: other).isEmpty)
  }
}
