import Foundation
import Tensors
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct ShardedCheckpointTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (file, name) in [("1.safetensors", "a"), ("2.safetensors", "b")] {
      try Safetensors.write(
        [(name, Tensor(shape: [1], elements: [name == "a" ? 1 : 2]))], to: folder.file(file))
    }
  }

  private func open(_ index: String) throws -> ShardedCheckpoint {
    try ShardedCheckpoint(
      path: folder.write(Array(index.utf8), to: "model.safetensors.index.json"))
  }

  @Test func findsTensorsInTheirFiles() throws {
    let shards = try open(
      #"""
      {"metadata": {"total_size": 8.0, "nested": [{"x": "}"}, null, -1e5, true]},
       "weight_map": {"b": "2.safetensors", "a": "1.safetensors"}}
      """#)
    #expect(shards.tensorNames == ["a", "b"])
    #expect(try shards.tensor("a").elements == [1] && shards.tensor("b").elements == [2])
    #expect(shards.info("b")?.path == folder.file("2.safetensors"))
    #expect(throws: CheckpointError.self) { try shards.tensor("c") }
  }

  @Test(arguments: [
    (#"{"metadata": {}}"#, "no 'weight_map'"),
    (#"{"weight_map": {"a": "2.safetensors"}}"#, "which lacks it"),
    (#"{"weight_map": {"a": "3.safetensors"}}"#, "cannot open it"),
    (#"{"weight_map": {"a": "../1.safetensors"}}"#, "beside the index"),
    (#"{"weight_map": {"a": 1}}"#, "expected a string"),
    (#"{"weight_map": {"a": "model.safetensors.index.json"}}"#, "found none of them"),
    (#"{"metadata": }"#, "a value"),
    (#"{"metadata": ["#, "the end of the text"),
  ])
  func aWrongIndexIsAnError(index: String, reason: String) {
    let error = #expect(throws: CheckpointError.self) { try open(index) }
    #expect(error?.message.contains(reason) == true, "\(error?.description ?? "no error")")
  }

  @Test func anyFormatOpensByItsFirstBytes() throws {
    _ = try open(#"{"weight_map": {"a": "1.safetensors"}}"#)
    #expect(try openCheckpoint(at: folder.path).tensorNames == ["a"])
    #expect(try openCheckpoint(at: folder.file("2.safetensors")).tensorNames == ["b"])
    #expect(try openCheckpoint(at: goldenPath("Checkpoints/types.gguf")) is GGUFFile)
    #expect(try openCheckpoint(at: goldenPath("Checkpoints/types.pt")) is PyTorchFile)
    #expect(try openCheckpoint(at: goldenPath("Checkpoints/legacy.pt")) is PyTorchFile)
    for contents in ["", "GGU", "PK\u{3}\u{4}", "[]"] {
      let path = try folder.write(Array(contents.utf8))
      #expect(throws: CheckpointError.self) { try openCheckpoint(at: path) }
    }
  }
}
