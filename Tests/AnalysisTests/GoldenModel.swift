import Checkpoints
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Analysis

/// A tiny seeded model of a family, and what TransformerLens's analyses gave with it.
struct GoldenModel {
  let model: Transformer
  let expected: SafetensorsFile

  /// The clean prompt and its corrupted twin, of one length.
  let pair: PromptPair

  /// Every family and kind of model that a golden holds.
  static let families = [
    "gpt2", "gpt_neo", "gpt_neox", "llama", "llama3", "mistral", "qwen2", "solu", "solu_final_rms",
    "attention_only", "parallel", "gated", "bare",
  ]

  /// The right answer, and the wrong one.
  static let answer = LogitCombination(right: 3, wrong: 7)

  init(_ family: String, processing: Processing = .none) throws {
    let folder = goldenPath("Transformers/\(family)")
    model = try Transformer(folder: folder, processing: processing)
    expected = try SafetensorsFile(path: goldenPath("Analysis/\(family).safetensors"))
    let tokens = try SafetensorsFile(path: "\(folder)/expected.safetensors").tensor("tokens")
    let sequences = (0..<2).map { row in
      (0..<tokens.shape[1]).map { Int(tokens.matrix[row, $0]) }
    }
    pair = PromptPair(clean: sequences[0], corrupted: sequences[1], answer: Self.answer)
  }

  var configuration: TransformerConfiguration { model.configuration }

  /// Both prompts run, patched in one direction, with some sites recorded.
  func pairs(
    _ direction: PatchDirection = .denoising, recording sites: [Site]
  ) throws -> PatchPairs {
    try PatchPairs(
      [pair], of: model, direction: direction, recording: Set(sites.map(\.name)))
  }

  /// An expected table of numbers.
  func numbers(_ name: String) throws -> [Float] { try expected.tensor(name).elements }
}

/// Whether numbers agree within a tolerance, relative to the largest of those expected and to 1.
func expectClose(
  _ found: [Double], _ expected: [Float], within tolerance: Double = 1e-4, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
  let scale = expected.reduce(1) { max($0, abs(Double($1))) }
  let worst = zip(found, expected).reduce(0.0) { max($0, abs($1.0 - Double($1.1))) }
  #expect(worst <= tolerance * scale, "\(what)", sourceLocation: sourceLocation)
}

extension PatchGrid {
  /// The numbers of the first pair, row by row.
  var firstPair: [Double] { values.flatMap { $0.map { $0[0] } } }
}
