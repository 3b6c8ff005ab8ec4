import Checkpoints
import Tensors
import TestSupport
import Testing

@Suite struct GGUFFileTests {
  private let path = goldenPath("Checkpoints/types.gguf")

  @Test func convertsEveryTypeAsTheGGUFPackageDoes() throws {
    let file = try GGUFFile(path: path)
    let expected = try SafetensorsFile(
      path: goldenPath("Checkpoints/types.gguf.expected.safetensors"))
    #expect(file.tensorNames.sorted() == expected.tensorNames.sorted())
    #expect(file.tensorNames.count == 14)
    for name in file.tensorNames {
      #expect(isSame(try file.tensor(name), try expected.tensor(name)), "\(name)")
    }
  }

  @Test func givesShapesInnermostLast() throws {
    let info = try #require(try GGUFFile(path: path).info("Q6_K"))
    #expect(info.type == .q6K && info.shape == [2, 512] && info.byteRange.count == 4 * 210)
  }

  @Test func readsEveryKindOfMetadata() throws {
    let file = try GGUFFile(path: path)
    let expected: [String: MetadataValue] = [
      "general.architecture": .text("test"),
      "number.uint8": .integer(200), "number.int8": .integer(-100),
      "number.uint16": .integer(60_000), "number.int16": .integer(-30_000),
      "number.uint32": .integer(4_000_000_000), "number.int32": .integer(-2_000_000_000),
      "number.uint64": .unsigned(.max), "number.int64": .integer(-(1 << 62)),
      "number.float32": .real(Double(Float(0.1))), "number.float64": .real(0.1),
      "flag": .flag(true), "text": .text("ü\n<|x|>"),
      "list.text": .texts(["a", "", "Ġ日本"]), "list.integers": .integers([3, -4, 5]),
      "list.floats": .reals([0.5, -1.5]), "list.flags": .flags([true, false]),
    ]
    #expect(file.metadata == expected)
    #expect(file.version == 3)
  }

  @Test func namesTheKeyThatIsMissing() throws {
    let file = try GGUFFile(path: path)
    #expect(try file.required("number.uint8", \.integerValue) == 200)
    for key in ["llama.block_count", "text"] {
      let error = #expect(throws: CheckpointError.self) {
        try file.required(key, \.integerValue)
      }
      #expect(error?.code == .missingMetadata)
      #expect(error?.message.contains("'\(key)', expected Int") == true)
    }
  }
}
