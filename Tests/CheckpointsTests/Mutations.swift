import Foundation
import Tensors
import TestSupport

/// Calls `body` with variants of a file in which a few bytes, near its head more often, are changed.
func forEachMutation(
  of bytes: [UInt8], count: Int, seed: UInt64, _ body: ([UInt8]) throws -> Void
) rethrows {
  var random = SplittableRandom(seed: seed)
  let telling: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, UInt8(ascii: "9"), UInt8(ascii: "\"")]
  for _ in 0..<count {
    var mutant = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let end = Bool.random(using: &random) ? bytes.count : min(bytes.count, 512)
      let place = Int.random(in: 0..<end, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: mutant[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: mutant[place] = telling.randomElement(using: &random) ?? 0
      case 2: mutant[place] = UInt8.random(in: 0...255, using: &random)
      default:
        let source = Int.random(in: 0..<end, using: &random)
        for i in 0..<min(8, bytes.count - max(place, source)) {
          mutant[place + i] = bytes[source + i]
        }
      }
    }
    try body(mutant)
  }
}
