import Checkpoints
import Tensors
import TestSupport
import Testing

@Suite struct NumpyFileTests {
  @Test(arguments: ["arrays.npz", "packed.npz"]) func readsWhatNumPySaved(name: String) throws {
    let file = try openCheckpoint(at: goldenPath("Checkpoints/\(name)"))
    let expected = try SafetensorsFile(path: goldenPath("Checkpoints/arrays.expected.safetensors"))
    #expect(file.tensorNames.sorted() == expected.tensorNames.sorted())
    #expect(file.tensorNames.count == 26)
    for tensor in expected.tensorNames {
      #expect(isSame(try file.tensor(tensor), try expected.tensor(tensor)), "\(tensor)")
    }
    let info = try #require(file.info("fortran"))
    #expect(info.shape == [3, 4, 5] && info.type == .float32 && info.byteRange.count == 240)
    #expect(info.isPacked == (name == "packed.npz"))
  }

  @Test(arguments: 1...3) func readsEveryVersion(number: Int) throws {
    let name = "version\(number)"
    let file = try openCheckpoint(at: goldenPath("Checkpoints/\(name).npy"))
    let expected = try SafetensorsFile(path: goldenPath("Checkpoints/version.expected.safetensors"))
    #expect(file.tensorNames == [name])
    #expect(isSame(try file.tensor(name), try expected.tensor("array")))
  }

  @Test func refusesObjectsAndReadsTheRest() throws {
    let file = try NumpyFile(path: goldenPath("Checkpoints/objects.npz"))
    #expect(file.tensorNames == ["numbers"])
    let error = #expect(throws: CheckpointError.self) { try file.tensor("objects") }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("pickled objects, which Thresher never reads") == true)
    let text = #expect(throws: CheckpointError.self) { try file.tensor("text") }
    #expect(text?.message.contains("elements of '<U1'") == true)
  }

  @Test(arguments: [[], [3], [2, 3], [2, 0, 4], [1, 2, 3, 4]] as [[Int]])
  func readsWhatItWrote(shape: [Int]) throws {
    let folder = try TemporaryFolder()
    let count = shape.reduce(1, *)
    let tensor = Tensor(shape: shape, elements: (0..<count).map { Float($0) / 4 })
    try Numpy.write(tensor, to: folder.file("x.npy"))
    #expect(isSame(try NumpyFile(path: folder.file("x.npy")).tensor("x"), tensor))
    try Numpy.write(archive: [("a", tensor), ("b/c", tensor)], to: folder.file("x.npz"))
    let archive = try NumpyFile(path: folder.file("x.npz"))
    #expect(archive.tensorNames == ["a", "b/c"])
    #expect(isSame(try archive.tensor("b/c"), tensor))
    #expect(archive.info("b/c").map { $0.byteRange.lowerBound % 64 } == 0)
    try Numpy.write(tensor, storedAs: .float16, to: folder.file("h.npy"))
    #expect(try NumpyFile(path: folder.file("h.npy")).info("h")?.type == .float16)
  }

  @Test func refusesBrainFloats() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: CheckpointError.self) {
      try Numpy.write(
        Tensor(shape: [1], elements: [1]), storedAs: .bfloat16, to: folder.file("x.npy"))
    }
    #expect(error?.message.contains("no bfloat16") == true)
  }
}
