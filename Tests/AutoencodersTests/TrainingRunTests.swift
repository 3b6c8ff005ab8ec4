import Autoencoders
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct TrainingRunTests {
  private let mixture = SparseMixture(directions: 16, in: 12, active: 2, seed: 1)
  private let metadata = AutoencoderMetadata(modelName: "gpt2", hookName: "blocks.0.hook_resid_pre")
  private let files = [
    "cfg.json", "sae_weights.safetensors", "training.json", "metrics.jsonl",
    "state/trainer.safetensors",
  ]

  private func newRun(in folder: String) throws -> TrainingRun {
    var configuration = TopKConfiguration(width: 24, k: 2, steps: 12)
    configuration.deadAfterRows = 64
    return try TrainingRun(
      folder: folder, configuration: configuration, metadata: metadata,
      sample: mixture.rows(100, seed: 2), batchRows: 32, dataSeed: 3)
  }

  private func batch(_ step: Int) -> Matrix { mixture.rows(32, seed: 10 + UInt64(step)) }

  private func contents(of folder: String) throws -> [Data] {
    try files.map { try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")) }
  }

  @Test(arguments: [1, 5, 11]) func resumesToTheSameBytes(stop: Int) throws {
    let folder = try TemporaryFolder()
    var whole = try newRun(in: folder.file("whole"))
    try whole.run(batch: batch)
    var first = try newRun(in: folder.file("parts"))
    try first.run(batch: batch) { $0.step < stop }
    #expect(first.trainer.stepCount == stop)
    var second = try TrainingRun(resuming: folder.file("parts"))
    #expect(second.trainer.stepCount == stop)
    try second.run(batch: batch)
    #expect(try contents(of: folder.file("parts")) == contents(of: folder.file("whole")))
    let lines = try String(contentsOfFile: folder.file("whole/metrics.jsonl"), encoding: .utf8)
    #expect(lines.split(separator: "\n").count == 12)
  }

  @Test func goesOnFromTheLastCheckpointAfterAFault() throws {
    struct Fault: Error {}
    let folder = try TemporaryFolder()
    var whole = try newRun(in: folder.file("whole"))
    try whole.run(batch: batch)
    var broken = try newRun(in: folder.file("broken"))
    broken.checkpointEvery = 4
    #expect(throws: Fault.self) {
      try broken.run(batch: { step in
        if step == 10 { throw Fault() }
        return batch(step)
      })
    }
    var resumed = try TrainingRun(resuming: folder.file("broken"))
    #expect(resumed.trainer.stepCount == 8)
    try resumed.run(batch: batch)
    #expect(try contents(of: folder.file("broken")) == contents(of: folder.file("whole")))
  }

  @Test func refusesToStartOverAndToResumeNothing() throws {
    let folder = try TemporaryFolder()
    _ = try newRun(in: folder.path)
    let again = #expect(throws: AutoencoderError.self) { try newRun(in: folder.path) }
    #expect(again?.code == .badConfiguration)
    let nothing = #expect(throws: AutoencoderError.self) {
      try TrainingRun(resuming: folder.file("none"))
    }
    #expect(nothing?.code == .file)
    let state = folder.file("state/trainer.safetensors")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: state))
    try bytes.prefix(bytes.count - 100).write(to: URL(fileURLWithPath: state))
    let cut = #expect(throws: AutoencoderError.self) { try TrainingRun(resuming: folder.path) }
    #expect(cut?.code == .badFile && cut?.path == state)
  }
}
