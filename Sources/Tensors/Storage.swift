import Glibc

/// A run of floats that several matrices may share: allocated here, or lying in a mapped file.
///
/// Only `Matrix` and `Tensor` write to it, and only when they are its sole owner.
final class Storage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  /// The file that the floats lie in; nil when they are our own.
  private let mapping: MappedFile?

  var isWritable: Bool { mapping == nil }

  /// Makes storage for `count` zeros.
  init(count: Int) {
    precondition(count >= 0, "Storage: \(count) elements")
    guard let memory = calloc(max(count, 1), MemoryLayout<Float>.stride) else {
      preconditionFailure("Storage: no memory for \(count) floats")
    }
    base = memory.bindMemory(to: Float.self, capacity: count)
    self.count = count
    mapping = nil
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
    self.mapping = mapping
  }

  deinit {
    if mapping == nil { free(base) }
  }
}
