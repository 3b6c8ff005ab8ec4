import Autoencoders
import Checkpoints
import Foundation
import Gradients
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

  private func newRun(
    in folder: String, architecture: TrainedArchitecture = .topK
  ) throws -> TrainingRun {
    var configuration = TrainingConfiguration(
      architecture: architecture, width: 24, k: 2, steps: 12)
    configuration.deadAfterRows = 64
    configuration.averageDecay = 0.9
    configuration.resampleEverySteps = 5
    configuration.targetL0 = architecture == .standard ? 3 : nil
    return try TrainingRun(
      folder: folder, configuration: configuration, metadata: metadata,
      sample: TrainingRows(mixture.rows(100, seed: 2)), batchRows: 32, dataSeed: 3)
  }

  private func batch(_ step: Int) -> TrainingRows {
    TrainingRows(mixture.rows(32, seed: 10 + UInt64(step)))
  }

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

  @Test(arguments: TrainedArchitecture.allCases)
  func everyArchitectureResumesToTheSameBytes(architecture: TrainedArchitecture) throws {
    let folder = try TemporaryFolder()
    var whole = try newRun(in: folder.file("whole"), architecture: architecture)
    try whole.run(batch: batch)
    var first = try newRun(in: folder.file("parts"), architecture: architecture)
    first.checkpointEvery = 3
    // What happens after the checkpoint at step 6 is lost, as if the process had been killed.
    for _ in 0..<8 { _ = try first.advance(batch(first.nextBatch)) }
    var second = try TrainingRun(resuming: folder.file("parts"))
    #expect(second.trainer.stepCount == 6)
    try second.run(batch: batch)
    #expect(try contents(of: folder.file("parts")) == contents(of: folder.file("whole")))
  }

  @Test(arguments: [TrainedArchitecture.topK, .gated, .jumpReLU])
  func keepsTheInputScaleBesideTheWeightsWhenAsked(architecture: TrainedArchitecture) throws {
    let folder = try TemporaryFolder()
    var configuration = TrainingConfiguration(
      architecture: architecture, width: 24, k: 2, steps: 5)
    configuration.foldsInputScale = false
    let sample = TrainingRows(mixture.rows(100, seed: 2))
    var run = try TrainingRun(
      folder: folder.path, configuration: configuration, metadata: metadata, sample: sample,
      batchRows: 32, dataSeed: 3)
    try run.run(batch: batch)
    let scaler = try String(contentsOfFile: folder.file("activation_scaler.json"), encoding: .utf8)
    #expect(scaler.contains("\"scaling_factor\" : ") && run.trainer.inputScale.value != 1)
    let norms = try SafetensorsFile(path: folder.file("sae_weights.safetensors"))
      .tensor("W_dec").matrix
    #expect((0..<24).allSatisfy { abs(squaredNorm(norms[row: $0]) - 1) < 1e-4 })
    let read = try SavedAutoencoder(at: folder.path).autoencoder.reconstruct(sample.input)
    let own = run.trainer.autoencoder.reconstruct(sample.input)
    #expect(relativeDifference(read.reconstruction, own.reconstruction) < 1e-5)
    #expect(relativeDifference(read.code.dense, own.code.dense) < 1e-5)
  }

  @Test func stopsAtRowsThatAreNotFiniteAndKeepsThem() throws {
    let folder = try TemporaryFolder()
    var run = try newRun(in: folder.path)
    let error = #expect(throws: AutoencoderError.self) {
      try run.run(batch: { $0 == 7 ? spoilt($0) : batch($0) })
    }
    let path = folder.file("state/failed-batch.safetensors")
    #expect(error?.code == .notFinite && error?.message.contains(path) == true)
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test func rollsBackOnceAndLeavesTheBatchOut() throws {
    let folder = try TemporaryFolder()
    var run = try newRun(in: folder.file("run"))
    (run.checkpointEvery, run.onFault) = (4, .rollback)
    var asked: [Int] = []
    try run.run(batch: {
      asked.append($0)
      return $0 == 7 ? spoilt($0) : batch($0)
    })
    #expect(asked == [0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 8, 9, 10, 11, 12])
    #expect(run.trainer.isFinished)
    var again = try newRun(in: folder.file("again"))
    (again.checkpointEvery, again.onFault) = (4, .rollback)
    #expect(throws: AutoencoderError.self) {
      try again.run(batch: { $0 == 7 || $0 == 9 ? spoilt($0) : batch($0) })
    }
  }

  private func spoilt(_ step: Int) -> TrainingRows {
    var rows = batch(step).input
    rows[3, 1] = .nan
    return TrainingRows(rows)
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
