import Glibc

/// A run of floats that several matrices may share: allocated here, or lying in a mapped file.
///
/// Only `Matrix` and `Tensor` write to it, and only when they are its sole owner.
final class Storage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  private enum Owner {
    case ourselves, another
    case file(MappedFile, Range<Int>)
  }

  private let owner: Owner

  /// Whether the memory may be written at all; a mapped file's may not.
  var isWritable: Bool {
    if case .file = owner { false } else { true }
  }

  /// Makes storage for `count` zeros.
  init(count: Int) {
    precondition(count >= 0, "Storage: \(count) elements")
    base = Self.memory(MemoryPool.take(count, isZeroed: true), for: count)
    self.count = count
    owner = .ourselves
  }

  /// Makes storage for `count` floats, which hold anything until they are written.
  init(uninitialized count: Int) {
    precondition(count >= 0, "Storage: \(count) elements")
    base = Self.memory(MemoryPool.take(count, isZeroed: false), for: count)
    self.count = count
    owner = .ourselves
  }

  private static func memory(
    _ memory: UnsafeMutablePointer<Float>?, for count: Int
  ) -> UnsafeMutablePointer<Float> {
    guard let memory else { preconditionFailure("Storage: no memory for \(count) floats") }
    return memory
  }

  /// Makes storage of memory that another object owns and keeps for as long as this one lives.
  init(borrowing base: UnsafeMutablePointer<Float>, count: Int) {
    self.base = base
    self.count = count
    owner = .another
  }

  /// Makes storage of floats that lie in a mapped file, aligned and wholly inside it.
  init(mapping: MappedFile, byteOffset: Int, count: Int) {
    let bytes = mapping.bytes
    precondition(
      byteOffset >= 0 && count >= 0 && byteOffset + count * 4 <= bytes.count,
      "Storage: \(count) floats at byte \(byteOffset) of \(bytes.count)")
    precondition(byteOffset % 4 == 0, "Storage: byte \(byteOffset) is not aligned for floats")
    guard let start = bytes.baseAddress else {
      preconditionFailure("Storage: an empty mapping")
    }
    base = UnsafeMutableRawPointer(mutating: start + byteOffset)
      .bindMemory(to: Float.self, capacity: count)
    self.count = count
    owner = .file(mapping, byteOffset..<byteOffset + 4 * count)
  }

  // What a file holds can be read again, so its RAM goes with the last matrix that needs it.
  deinit {
    switch owner {
    case .ourselves: MemoryPool.give(base, count)
    case .file(let mapping, let bytes): mapping.letGo(of: bytes)
    case .another: break
    }
  }
}
