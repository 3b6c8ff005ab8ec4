import Checkpoints
import Tensors
import TestSupport
import Testing

@Suite struct HostileGGUFTests {
  /// A GGUF file of the given parts: each number is its little-endian bytes.
  private func gguf(
    version: UInt32 = 3, tensors: UInt64 = 0, pairs: UInt64 = 0, rest: [UInt8] = []
  ) -> [UInt8] {
    Array("GGUF".utf8) + bytes(version) + bytes(tensors) + bytes(pairs) + rest
  }

  private func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  private func text(_ text: String) -> [UInt8] { bytes(UInt64(text.utf8.count)) + text.utf8 }

  private func tensor(
    _ lengths: [UInt64], type: UInt32 = 0, offset: UInt64 = 0, name: String = "x"
  ) -> [UInt8] {
    text(name) + bytes(UInt32(lengths.count)) + lengths.flatMap { bytes($0) } + bytes(type)
      + bytes(offset)
  }

  private func expectError(
    _ file: [UInt8], _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(file)
    let error = #expect(throws: CheckpointError.self, sourceLocation: sourceLocation) {
      try GGUFFile(path: path)
    }
    #expect(
      error?.message.contains(reason) == true, "\(error?.description ?? "no error")",
      sourceLocation: sourceLocation)
  }

  @Test func lyingHeadsAreErrors() throws {
    try expectError([], "mark takes 4 bytes")
    try expectError(Array("GGML".utf8), "no GGUF file")
    try expectError(gguf(version: 1), "found version 1")
    try expectError(gguf(version: 0x0300_0000), "found a big-endian file")
    try expectError(gguf(tensors: .max), "a tensor's name takes 8 bytes")
    try expectError(gguf(pairs: 1 << 62), "a metadata key takes 8 bytes")
    try expectError(gguf(pairs: 1, rest: bytes(UInt64.max)), "a metadata key takes")
  }

  @Test func lyingMetadataAreErrors() throws {
    func pair(_ type: UInt32, _ value: [UInt8]) -> [UInt8] {
      gguf(pairs: 1, rest: text("k") + bytes(type) + value)
    }
    try expectError(pair(13, []), "found 13")
    try expectError(pair(8, bytes(UInt64(1) << 63)), "a metadata text takes")
    try expectError(pair(9, bytes(UInt32(0)) + bytes(UInt64.max)), "does not fit the 0 bytes")
    try expectError(pair(9, bytes(UInt32(8)) + bytes(UInt64(2)) + bytes(UInt64(0))), "does not fit")
    let nesting = (0..<1000).flatMap { _ in bytes(UInt32(9)) + bytes(UInt64(1)) }
    try expectError(pair(9, nesting), "nested more than 8 deep")
    let pairs = text("k") + bytes(UInt32(0)) + [1]
    try expectError(gguf(pairs: 2, rest: pairs + pairs), "the key 'k' twice")
    let alignment = text("general.alignment") + bytes(UInt32(4)) + bytes(UInt32(0))
    try expectError(gguf(pairs: 1, rest: alignment), "'general.alignment'")
  }

  @Test func lyingTensorsAreErrors() throws {
    func one(_ tensor: [UInt8]) -> [UInt8] {
      gguf(tensors: 1, rest: tensor + [UInt8](repeating: 0, count: 64))
    }
    try expectError(one(tensor([1 << 62, 4])), "not made of whole F32 blocks")
    try expectError(one(tensor([.max])), "not made of whole F32 blocks")
    try expectError(one(tensor([31], type: 2)), "not made of whole Q4_0 blocks")
    try expectError(one(tensor([256], type: 16)), "IQ2_XXS, ggml type 16")
    try expectError(one(tensor([1], type: 99)), "as ggml type 99")
    try expectError(one(tensor([1000])), "takes 4000 bytes")
    try expectError(one(tensor([1], offset: .max)), "takes 4 bytes from byte 18446744073709551615")
    try expectError(one(tensor(Array(repeating: 1, count: 9))), "9 axes")
    let data = [UInt8](repeating: 0, count: 64)
    try expectError(gguf(tensors: 2, rest: tensor([1]) + tensor([1], name: "y") + data), "overlap")
    let after = tensor([1], offset: 4)
    try expectError(gguf(tensors: 2, rest: tensor([1]) + after + data), "two tensors are named 'x'")
  }

  @Test func everyTruncationIsAnError() throws {
    let folder = try TemporaryFolder()
    let bytes = try golden("types.gguf")
    // The header ends before byte 2000, and the last tensor 32 bytes before the end.
    let counts = Array(0..<2000) + stride(from: 2000, to: bytes.count - 32, by: 61)
    let opened = try counts.filter { count in
      let path = try folder.write(Array(bytes[..<count]))
      return (try? GGUFFile(path: path)) != nil
    }
    #expect(opened.isEmpty)
  }

  @Test func noMutationTraps() throws {
    let folder = try TemporaryFolder()
    try forEachMutation(of: try golden("types.gguf"), count: 200, seed: 3) { mutant in
      let path = try folder.write(mutant)
      do { try readAll(try GGUFFile(path: path)) } catch is CheckpointError {}
    }
  }
}
