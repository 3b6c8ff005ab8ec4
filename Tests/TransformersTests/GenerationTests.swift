import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct GenerationTests {
  @Test(arguments: TinyModel.families)
  func keptKeysAndValuesGiveWhatWholeRunsGive(family: String) throws {
    let golden = try TinyModel(family)
    let prompt = Array(golden.sequences[0].prefix(5))
    let tokens = try golden.model.generate(prompt, options: GenerationOptions(maxTokens: 9))
    var expected = prompt
    for _ in 0..<9 {
      let logits = try golden.model(Run([expected], logits: .last)).logits
      expected.append(indexOfMaximum(logits[row: 0]) ?? -1)
    }
    #expect(tokens == expected)
  }

  @Test func interventionsActAtEveryStep() throws {
    let golden = try TinyModel("gpt2")
    let prompt = golden.sequences[0]
    for positions in [PositionSelection.all, .last] {
      let change = Intervention(
        site: "blocks.1.hook_mlp_out", positions: positions,
        edit: .add(Matrix(row: Array(repeating: 3, count: 16))))
      let options = GenerationOptions(maxTokens: 6, interventions: [change])
      var expected = prompt
      for _ in 0..<6 {
        let run = Run([expected], interventions: [change], logits: .last)
        let logits = try golden.model(run).logits
        expected.append(indexOfMaximum(logits[row: 0]) ?? -1)
      }
      #expect(try golden.model.generate(prompt, options: options) == expected)
    }
  }

  @Test func stopsAtTheContextsEndAndAtStopTokens() throws {
    let golden = try TinyModel("gpt2")
    let prompt = golden.sequences[0]
    let long = try golden.model.generate(prompt, options: GenerationOptions(maxTokens: 100))
    #expect(long.count == golden.model.configuration.contextSize)
    let endless = try golden.model.generate(prompt, options: GenerationOptions(maxTokens: .max))
    #expect(endless == long)
    let stop = long[prompt.count]
    let short = try golden.model.generate(
      prompt, options: GenerationOptions(maxTokens: 100, stopTokens: [stop]))
    #expect(short == prompt + [stop])
  }
}
