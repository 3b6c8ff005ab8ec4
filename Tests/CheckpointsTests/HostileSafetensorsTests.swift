import Checkpoints
import Tensors
import TestSupport
import Testing

@Suite struct HostileSafetensorsTests {
  /// Headers that lie, and a word of the error that each deserves.
  static let lies: [(header: String, byteCount: Int, reason: String)] = [
    ("", 0, "the end of the text"),
    ("[]", 0, "expected an object"),
    (#"{"x":{}}"#, 0, "lacks"),
    (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "do not fit"),
    (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, "do not fit"),
    (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7, "only 7"),
    (#"{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "a whole number"),
    (#"{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#, 4, "a whole number"),
    (#"{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, 4, "whole"),
    (
      #"{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0,
      "do not fit"
    ),
    (
      #"{"x":{"dtype":"U8","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}"#, 0,
      "do not fit"
    ),
    (#"{"x":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}"#, 2, "do not fit"),
    (#"{"x":{"dtype":"Q4_0","shape":[32],"data_offsets":[0,18]}}"#, 18, "'Q4_0'"),
    (#"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"extra":1}}"#, 1, "unknown key"),
    (#"{"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, 2, "no tensor holds"),
    (#"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, 2, "follow the last"),
    (
      #"{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"#
        + #""y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#, 3, "overlap"
    ),
    (
      #"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
        + #""x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, 2, "found \"x\" twice"
    ),
    (#"{"__metadata__":{"a":1}}"#, 0, "expected a string, found '1'"),
    (#"{"a\u12"#, 0, "four hexadecimal digits"),
    (#"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}}"#, 1, "expected the end"),
    ("{\"x\u{1}\":{}}", 0, "control character"),
  ]

  @Test(arguments: lies.indices) func aLieIsAnError(index: Int) throws {
    let lie = Self.lies[index]
    let folder = try TemporaryFolder()
    let path = try folder.write(safetensors(header: lie.header, byteCount: lie.byteCount))
    let error = #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
    #expect(error?.message.contains(lie.reason) == true, "\(error?.description ?? "no error")")
  }

  @Test(arguments: [1 << 63, .max, 100_000_001, 9] as [UInt64])
  func aHeaderLongerThanTheFileIsAnError(length: UInt64) throws {
    let folder = try TemporaryFolder()
    let bytes =
      (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array("{}      ".utf8)
    let error = #expect(throws: CheckpointError.self) {
      try SafetensorsFile(path: try folder.write(bytes))
    }
    #expect(error?.code == (length == 9 ? .truncated : .malformed))
  }

  @Test(arguments: ["[", "{\"a\":"]) func deepNestingIsAnError(opening: String) throws {
    let folder = try TemporaryFolder()
    let header = #"{"x":"# + String(repeating: opening, count: 10_000)
    #expect(throws: CheckpointError.self) {
      try SafetensorsFile(path: try folder.write(safetensors(header: header)))
    }
  }

  @Test func everyTruncationIsAnError() throws {
    let folder = try TemporaryFolder()
    let bytes = try golden("reference.safetensors")
    let opened = try bytes.indices.filter { count in
      let path = try folder.write(Array(bytes[..<count]))
      return (try? SafetensorsFile(path: path)) != nil
    }
    #expect(opened.isEmpty)
  }

  @Test func noMutationTraps() throws {
    let folder = try TemporaryFolder()
    let bytes = try golden("reference.safetensors")
    try forEachMutation(of: bytes, count: 600, seed: 2) { mutant in
      let path = try folder.write(mutant)
      do { try readAll(try SafetensorsFile(path: path)) } catch is CheckpointError {}
    }
  }
}
