import Foundation
import Tensors
import TestSupport

@testable import Checkpoints

/// The bytes of a golden of this module.
func golden(_ name: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: goldenPath("Checkpoints/\(name)"))))
}

extension TemporaryFolder {
  /// Writes a file of the given bytes, and returns its path.
  func write(_ bytes: [UInt8], to name: String = "file") throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }
}

/// A safetensors file of the given header and so many zeros of data.
func safetensors(header: String, byteCount: Int = 0) -> [UInt8] {
  let length = UInt64(header.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
    + [UInt8](repeating: 0, count: byteCount)
}

/// Whether two tensors agree to the last bit; any NaN is as good as another.
func isSame(_ a: Tensor, _ b: Tensor) -> Bool {
  a.shape == b.shape
    && zip(a.elements, b.elements).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
}

/// Reads everything in a checkpoint, so that what can trap does.
func readAll(_ checkpoint: any Checkpoint) throws(CheckpointError) {
  for name in checkpoint.tensorNames { _ = try checkpoint.tensor(name).elements.count }
}
