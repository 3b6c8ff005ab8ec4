import Checkpoints
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Analysis

/// Path patching against the same done with TransformerLens's hooks.
@Suite struct PathPatchingTests {
  @Test(arguments: GoldenModel.families, [true, false])
  func pathsToTheLogitsEqualTransformerLens(family: String, holdsMLPs: Bool) throws {
    let golden = try GoldenModel(family)
    let values = try pairs(golden).pathPatch(
      from: HeadName.all(of: golden.configuration), to: [.logits], holdsMLPs: holdsMLPs)
    expectClose(
      values.map { $0[0] }, try golden.numbers("path/\(holdsMLPs ? "held" : "free")/logits"),
      "\(family)")
  }

  @Test(arguments: GoldenModel.families, [true, false])
  func pathsToHeadsEqualTransformerLens(family: String, holdsMLPs: Bool) throws {
    let golden = try GoldenModel(family)
    let configuration = golden.configuration
    let pairs = try pairs(golden)
    let senders = (0..<configuration.headCount).map { HeadName(layer: 0, index: $0) }
    let group = configuration.headCount / configuration.keyValueHeadCount
    for input in PathReceiver.Input.allCases {
      let expected = try golden.expected.tensor(
        "path/\(holdsMLPs ? "held" : "free")/\(input.rawValue)")
      let readers = expected.shape[1]
      for reader in 0..<readers {
        let head = HeadName(
          layer: configuration.layerCount - 1, index: input == .query ? reader : reader * group)
        let found = try pairs.pathPatch(
          from: senders, to: [.head(head, input)], holdsMLPs: holdsMLPs)
        expectClose(
          found.map { $0[0] },
          senders.indices.map { expected.elements[$0 * readers + reader] },
          "\(family) \(input) \(head)")
      }
    }
  }

  @Test func severalReceiversReadAtOnce() throws {
    let golden = try GoldenModel("gpt2")
    let pairs = try pairs(golden)
    let sender = [HeadName(layer: 0, index: 1)]
    let receivers: [PathReceiver] = [
      .head(HeadName(layer: 1, index: 0), .query), .head(HeadName(layer: 1, index: 1), .value),
      .mlp(layer: 1),
    ]
    let joint = try pairs.pathPatch(from: sender, to: receivers, holdsMLPs: true)[0][0]
    let apart = try receivers.map {
      try pairs.pathPatch(from: sender, to: [$0], holdsMLPs: true)[0][0]
    }
    #expect(apart.allSatisfy { $0 != joint })
    #expect(joint.isFinite)
  }

  @Test func namesWhatTheModelLacks() throws {
    let golden = try GoldenModel("gpt2")
    let pairs = try pairs(golden)
    let missing: [(HeadName, PathReceiver)] = [
      (HeadName(layer: 0, index: 2), .logits), (HeadName(layer: 2, index: 0), .logits),
      (HeadName(layer: 0, index: 0), .head(HeadName(layer: 1, index: 7), .key)),
      (HeadName(layer: 0, index: 0), .mlp(layer: 9)),
    ]
    for (sender, receiver) in missing {
      let error = #expect(throws: AnalysisError.self) {
        try pairs.pathPatch(from: [sender], to: [receiver])
      }
      #expect(error?.code == .unknownUnit)
    }
  }

  private func pairs(_ golden: GoldenModel) throws -> PatchPairs {
    try PatchPairs(
      [golden.pair], of: golden.model, direction: .denoising,
      recording: PatchPairs.pathSites(of: golden.configuration))
  }
}
