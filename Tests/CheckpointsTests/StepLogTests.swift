import Foundation
import Tensors
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct StepLogTests {
  private struct Step: Encodable {
    let step: Int
    let loss: Double
  }

  private func text(in folder: TemporaryFolder) throws -> String {
    try String(contentsOfFile: folder.file("metrics.jsonl"), encoding: .utf8)
  }

  @Test func stepsFollowOneAnother() throws {
    let folder = try TemporaryFolder()
    var log = StepLog(folder: folder.path)
    try log.note(Step(step: 1, loss: 0.5))
    try log.flush()
    try log.note(Step(step: 2, loss: 0.25))
    #expect(log.pendingCount == 1)
    try log.flush()
    #expect(log.pendingCount == 0)
    #expect(try text(in: folder) == "{\"loss\":0.5,\"step\":1}\n{\"loss\":0.25,\"step\":2}\n")
  }

  @Test func stepsThatWillBeTakenAnewAreDropped() throws {
    let folder = try TemporaryFolder()
    var log = StepLog(folder: folder.path)
    for step in 1...3 { try log.note(Step(step: step, loss: 1)) }
    try log.flush()
    try log.keep(steps: 1)
    #expect(try text(in: folder) == "{\"loss\":1,\"step\":1}\n")
    try log.keep(steps: 0)
    #expect(try text(in: folder).isEmpty)
  }

  @Test func numbersThatAreNoneAndFoldersThatAreNotThereAreErrors() throws {
    let folder = try TemporaryFolder()
    var log = StepLog(folder: folder.file("missing"))
    #expect(throws: EncodingError.self) { try log.note(Step(step: 1, loss: .nan)) }
    try log.note(Step(step: 1, loss: 1))
    let error = #expect(throws: FileError.self) { try log.flush() }
    #expect(error?.path == folder.file("missing/metrics.jsonl"))
    #expect(log.pendingCount == 1)
  }
}
