import Foundation
import Tensors
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct SafetensorsTests {
  @Test func writesTheReferenceLibrarysBytes() throws {
    let numbers = Tensor(shape: [2, 3], elements: [0, 1, 2, 3, 4, 5])
    func divided(by divisor: Float) -> Tensor {
      Tensor(shape: [2, 3], elements: numbers.elements.map { $0 / divisor })
    }
    let folder = try TemporaryFolder()
    let path = folder.file("reference.safetensors")
    try Safetensors.write(
      [
        SafetensorsItem("half", divided(by: 3), storedAs: .float16),
        SafetensorsItem("é", Tensor(shape: [], elements: [7])),
        SafetensorsItem("tokens", integers: [1, -2], shape: [1, 2]),
        SafetensorsItem("b", divided(by: 4)),
        SafetensorsItem("a\"quoted\"\n", Tensor(shape: [3], elements: [0, 1, 2])),
      ], metadata: ["what": "a \\ é\t"], to: path)
    let written = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(written == (try golden("reference.safetensors")))
  }

  @Test(arguments: FloatFormat.allCases) func readsBackWhatItWrote(format: FloatFormat) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x.safetensors")
    let x = normalMatrix(rows: 5, columns: 7, seed: 1)
    let view = Tensor(x.columns(1..<4), shape: [5, 3])
    try Safetensors.write(
      [("x", Tensor(x, shape: [5, 7])), ("view", view)], storedAs: format, to: path)
    let file = try SafetensorsFile(path: path)
    let tolerance: [FloatFormat: Float] = [.float32: 0, .float16: 0x1p-11, .bfloat16: 0x1p-8]
    #expect(relativeDifference(try file.tensor("x").matrix, x) <= tolerance[format, default: 0])
    #expect(
      relativeDifference(try file.tensor("view").matrix, view.matrix)
        <= tolerance[format, default: 0])
  }

  @Test func leavesTheOldFileWhenItCannotWrite() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: CheckpointError.self) {
      try Safetensors.write([], to: folder.file("missing/x.safetensors"))
    }
    #expect(error?.code == .unusableFile)
    #expect(error?.path == folder.file("missing/x.safetensors"))
  }

  @Test func refusesNoEmptyFile() throws {
    let folder = try TemporaryFolder()
    try Safetensors.write([], to: folder.file("x"))
    #expect(try SafetensorsFile(path: folder.file("x")).tensorNames.isEmpty)
  }
}
