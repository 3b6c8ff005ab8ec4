import Checkpoints
import Tensors
import TestSupport
import Testing

@Suite struct HostileNumpyTests {
  private func array(_ header: String, version: UInt8 = 1, byteCount: Int = 0) -> [UInt8] {
    let length = header.utf8.count
    let lengths =
      version == 1
      ? [UInt8(length & 0xFF), UInt8(length >> 8)]
      : [UInt8(length & 0xFF), UInt8(length >> 8), 0, 0]
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + lengths + Array(header.utf8)
      + [UInt8](repeating: 0, count: byteCount)
  }

  /// Headers that lie, and a word of the error that each deserves.
  static let lies: [(header: String, reason: String)] = [
    ("", "expected '{', found the header's end"),
    ("{'descr': '<f4', 'fortran_order': False}", "expected descr, fortran_order and shape"),
    ("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", "expected True or False"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "takes 8 bytes, but the file has"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "expected a length below 2^63"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,)}",
      "expected a length below 2^63"
    ),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
      "fits no file"
    ),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "pickled objects"),
    ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", "structures"),
    ("{'descr': '<f4', 'x': __import__('os').system('ls')}", "unknown key 'x'"),
    ("{'descr': __import__('os'), 'x': 1}", "a text in quotes"),
    ("{'descr': '<f4' 'fortran_order'}", "expected ',' or '}'"),
    ("{'descr': '<f\\x34'}", "a closing quote"),
    ("{'shape': (" + String(repeating: "1,", count: 65) + ")}", "at most 64 axes"),
    ("{'shape': " + String(repeating: "(", count: 10_000), "expected a length"),
  ]

  @Test(arguments: lies.indices) func aLieIsAnError(index: Int) throws {
    let lie = Self.lies[index]
    let folder = try TemporaryFolder()
    let path = try folder.write(array(lie.header, byteCount: 4))
    let error = #expect(throws: CheckpointError.self) { try openCheckpoint(at: path) }
    #expect(error?.message.contains(lie.reason) == true, "\(error?.description ?? "no error")")
  }

  @Test func headersOfAnyVersionThatLieAreErrors() throws {
    let folder = try TemporaryFolder()
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}"
    let path = try folder.write(array(header, version: 4, byteCount: 4))
    #expect(throws: CheckpointError.self) { try NumpyFile(path: path) }
    let plain = array(header, version: 2, byteCount: 4)
    #expect(try NumpyFile(path: try folder.write(plain)).tensorNames == ["file"])
    for count in plain.indices {
      let path = try folder.write(Array(plain[..<count]))
      #expect(throws: CheckpointError.self) { try NumpyFile(path: path) }
    }
  }

  @Test(arguments: ["packed.npz", "arrays.npz"]) func noMutationTraps(name: String) throws {
    let folder = try TemporaryFolder()
    let bytes = try golden(name)
    try forEachMutation(of: bytes, count: 60, seed: 5) { mutant in
      let path = try folder.write(mutant)
      do { try readAll(try NumpyFile(path: path)) } catch is CheckpointError {}
    }
  }

  @Test func packedBytesThatLieAreErrors() throws {
    let folder = try TemporaryFolder()
    var bytes = try golden("packed.npz")
    // The first byte of the first entry's packed bytes; its header has 30, its name 16, its fields 20.
    let start = 30 + Int(bytes[26]) + Int(bytes[28])
    bytes[start] ^= 0xFF
    let error = #expect(throws: CheckpointError.self) {
      try readAll(try NumpyFile(path: try folder.write(bytes)))
    }
    #expect(error?.message.isEmpty == false)
  }
}
