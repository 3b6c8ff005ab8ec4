import Checkpoints
import Tensors
import TestSupport
import Testing

@Suite struct SafetensorsFileTests {
  @Test func convertsEveryTypeAsTorchDoes() throws {
    let file = try SafetensorsFile(path: goldenPath("Checkpoints/types.safetensors"))
    let expected = try SafetensorsFile(path: goldenPath("Checkpoints/types.expected.safetensors"))
    #expect(file.tensorNames.sorted() == expected.tensorNames.sorted())
    #expect(file.tensorNames.count == 21)
    for name in expected.tensorNames {
      #expect(isSame(try file.tensor(name), try expected.tensor(name)), "\(name)")
    }
    #expect(file.metadata == ["format": "pt"])
  }

  @Test func readsFourBitFloats() throws {
    let folder = try TemporaryFolder()
    let header = #"{"x":{"dtype":"F4","shape":[2,3],"data_offsets":[0,3]}}"#
    let file = try SafetensorsFile(
      path: try folder.write(safetensors(header: header) + [0x10, 0xF2, 0x97]))
    let tensor = try file.tensor("x")
    #expect(tensor.shape == [2, 3] && tensor.elements == [0, 0.5, 1, -6, 6, -0.5])
  }

  @Test func listsSixBitFloatsAndSaysWhyItReadsNone() throws {
    let folder = try TemporaryFolder()
    let header = #"{"x":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[0,3]}}"#
    let file = try SafetensorsFile(
      path: try folder.write(safetensors(header: header, byteCount: 3)))
    #expect(file.info("x")?.type == .float6E2M3)
    let error = #expect(throws: CheckpointError.self) { try file.tensor("x") }
    #expect(error?.code == .unsupported)
  }

  @Test func saysWhereATensorLies() throws {
    let file = try SafetensorsFile(path: goldenPath("Checkpoints/types.safetensors"))
    let info = try #require(file.info("F32"))
    #expect(info.type == .float32 && info.shape == [3, 5] && info.count == 15)
    #expect(info.byteRange.count == 60)
    #expect(file.info("F33") == nil)
  }

  @Test func readsWholeNumbersExactly() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("tokens.safetensors")
    try Safetensors.write(
      [SafetensorsItem("tokens", integers: [1, -2, 1 << 30], shape: [3])], to: path)
    #expect(try SafetensorsFile(path: path).integers("tokens") == [1, -2, 1 << 30])
    let types = try SafetensorsFile(path: goldenPath("Checkpoints/types.safetensors"))
    #expect(try types.integers("U8") == Array(0..<256))
    #expect(throws: CheckpointError.self) { try types.integers("F32") }
  }

  @Test func readsFloatsThatAreNotAligned() throws {
    let folder = try TemporaryFolder()
    let header = #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    for padding in 0..<4 {
      let padded = header + String(repeating: " ", count: padding)
      let bytes = safetensors(header: padded) + [0, 0, 128, 63, 0, 0, 0, 64]
      let file = try SafetensorsFile(path: try folder.write(bytes))
      #expect(try file.tensor("x").elements == [1, 2])
    }
  }

  @Test func namesWhatItHasWhenATensorIsMissing() throws {
    let file = try SafetensorsFile(path: goldenPath("Checkpoints/types.safetensors"))
    let error = #expect(throws: CheckpointError.self) { try file.tensor("W_enc") }
    #expect(error?.code == .missingTensor)
    #expect(error?.message.contains("'W_enc'; it has 21") == true)
  }

  @Test func namesAFileThatIsNotThere() {
    let error = #expect(throws: CheckpointError.self) {
      try SafetensorsFile(path: "/nowhere/x.safetensors")
    }
    #expect(error?.code == .unusableFile)
    #expect(error?.description.hasPrefix("/nowhere/x.safetensors: cannot open it: ") == true)
  }
}
