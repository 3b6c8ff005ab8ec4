import Foundation
import Tensors
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct HostilePyTorchTests {
  /// Runs a pickle, and lays what it makes flat.
  private func tree(_ pickle: [UInt8]) throws(CheckpointError) -> PickleTree {
    var machine = PickleMachine(ByteCursor(pickle.span.bytes, path: "pickle"))
    let root = try machine.run()
    return try PickleTree(root, machine.heap, path: "pickle")
  }

  private func expectError(
    _ pickle: [UInt8], _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: CheckpointError.self, sourceLocation: sourceLocation) {
      try tree(pickle)
    }
    #expect(
      error?.message.contains(reason) == true, "\(error?.description ?? "no error")",
      sourceLocation: sourceLocation)
  }

  private func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func aCallOfACommandIsAnInertRecord() throws {
    let pickle = ascii("cos\nsystem\nX") + [2, 0, 0, 0] + ascii("ls") + [0x85] + ascii("R.")
    let tree = try tree(pickle)
    #expect(tree.tensors.isEmpty && tree.metadata.isEmpty)
    // A call of what a call returned.
    #expect(try self.tree(ascii("cos\nsystem\n)R)R)R.")).tensors.isEmpty)
  }

  @Test func whatBreaksTheStackIsAnError() {
    for pickle in [".", "a.", "(a.", "0.", "t.", "R.", "Q.", "2.", "(0."] {
      expectError(ascii(pickle), "stack")
    }
    expectError(ascii("}K"), "a number takes 1 bytes")
    expectError(ascii("}K\u{1}s."), "stack")
    expectError(ascii("}(K\u{1}u."), "a key without a value")
    expectError(ascii("h\u{5}."), "recalls memo 5")
    expectError(ascii("cos\nsystem"), "a line's end")
    expectError(ascii("Fx\n."), "a step of kind 70")
    expectError(ascii("X") + [255, 255, 255, 255], "a text takes 4294967295 bytes")
    expectError([0x8D] + [UInt8](repeating: 255, count: 8), "a text takes 18446744073709551615")
    expectError(ascii("NQ."), "expected a storage's class")
  }

  @Test func nestingCostsNoMoreThanItsLength() {
    let depth = 50_000
    let lists = [UInt8](repeating: UInt8(ascii: "]"), count: depth)
    let appends = [UInt8](repeating: UInt8(ascii: "a"), count: depth - 1)
    expectError(lists + appends + ascii("."), "nested without end")
    // A list that holds itself.
    expectError(ascii("]q\u{0}h\u{0}a."), "nested without end")
    // Each tuple holds the one before it twice, and the first a number and none.
    let bomb = ascii("K\u{1}N") + [0x86] + (0..<30).flatMap { _ in ascii("2") + [0x86] }
    expectError(bomb + ascii("."), "nested without end")
    // One list on many paths.
    let numbers = ascii("](") + (0..<5000).flatMap { _ in ascii("K\u{1}") } + ascii("eq\u{0}0")
    let paths = ascii("](") + (0..<5000).flatMap { _ in ascii("h\u{0}") } + ascii("e.")
    expectError(numbers + paths, "nested without end")
  }

  @Test func tensorsOutsideTheirStorageAreErrors() throws {
    func view(_ offset: Int, _ shape: [Int], _ strides: [Int], count: Int = 10) throws -> Bool {
      var heap = PickleHeap()
      let id = heap.sequence([
        .text("storage"), .global("torch.FloatStorage"), .text("0"), .text("cpu"), .integer(count),
      ])
      let bytes: [UInt8] = []
      let cursor = ByteCursor(bytes.span.bytes, path: "pickle")
      let storage = try PyTorchStorage(id, heap, cursor)
      return PyTorchTensor(
        storage, type: .float32, offset: offset, shape: shape, strides: strides) != nil
    }
    #expect(try view(0, [2, 5], [5, 1]) && view(0, [5, 2], [1, 5]) && view(9, [], []))
    #expect(try view(0, [0, .max], [1, 1]) && view(0, [1000], [0]))
    #expect(try !view(1, [2, 5], [5, 1]) && !view(10, [], []) && !view(-1, [1], [1]))
    #expect(try !view(0, [2], [.max]) && !view(1, [2], [.max]) && !view(0, [2], [-1]))
    #expect(try !view(0, [2, 5], [5]) && !view(0, [-1], [1]) && !view(0, [.max, 2], [0, 0]))
    #expect(try !view(0, [1 << 40], [0]))
  }

  @Test(arguments: ["types.pt", "legacy.pt"]) func truncationsAreErrors(name: String) throws {
    let folder = try TemporaryFolder()
    let bytes = try golden(name)
    let counts = stride(from: 0, to: bytes.count, by: 11) + bytes.indices.suffix(40)
    let opened = try counts.filter { count in
      let path = try folder.write(Array(bytes[..<count]))
      return (try? PyTorchFile(path: path)) != nil
    }
    #expect(opened.isEmpty)
  }

  @Test(arguments: ["types.pt", "legacy.pt"]) func noMutationTraps(name: String) throws {
    let folder = try TemporaryFolder()
    let bytes = try golden(name)
    try forEachMutation(of: bytes, count: 300, seed: 4) { mutant in
      let path = try folder.write(mutant)
      do { try readAll(try PyTorchFile(path: path)) } catch is CheckpointError {}
    }
  }

  @Test func directoriesThatLieAreErrors() throws {
    let folder = try TemporaryFolder()
    let bytes = try golden("types.pt")
    let end = bytes.count - 22
    for (place, reason) in [(12, "outside"), (16, "outside"), (19, "outside")] {
      var lying = bytes
      lying[end + place + (place == 19 ? 0 : 3)] = 0x7F
      let error = #expect(throws: CheckpointError.self) {
        try PyTorchFile(path: try folder.write(lying))
      }
      #expect(error?.message.contains(reason) == true, "\(error?.description ?? "no error")")
    }
  }
}
