import Testing

@testable import Tensors

/// Whole rows of 16-bit floats, held against the conversion of one number.
@Suite struct FloatFormatTests {
  /// Every pattern, at an odd address, as a file may have them.
  @Test(arguments: [FloatFormat.float16, .bfloat16])
  func decodesEveryPatternAsOneByOne(format: FloatFormat) {
    let patterns = Array(UInt16.min...UInt16.max)
    let bytes: [UInt8] = [0] + patterns.flatMap(littleEndian)
    var values = [Float](repeating: 0, count: patterns.count)
    var target = values.mutableSpan
    format.decode(bytes.span.bytes.extracting(droppingFirst: 1), into: &target)
    let expected = patterns.map { bits in
      format == .float16 ? float(half: bits) : Float(bitPattern: UInt32(bits) << 16)
    }
    #expect(values.map(\.bitPattern) == expected.map(\.bitPattern))
  }

  /// Numbers of every size, halves between neighbours, what overflows, and what is no number.
  @Test(arguments: [FloatFormat.float16, .bfloat16])
  func encodesAsOneByOne(format: FloatFormat) {
    var random = SplittableRandom(seed: 3)
    let drawn = (0..<20_000).map { _ in
      Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &random))
    }
    let halfway = (0..<2_000).map { Float(bitPattern: 0x3380_0000 + UInt32($0) << 12) }
    let special: [Float] = [0, -0, .infinity, -.infinity, .nan, 65_504, 65_519, 65_520, 0x1p-24]
    let values = drawn + halfway + special
    var bytes = [UInt8](repeating: 0, count: 2 * values.count)
    var storage = bytes.mutableSpan
    var target = storage.mutableBytes
    format.encode(values.span, into: &target)
    let expected = values.map { format == .float16 ? half($0) : brainHalf($0) }
    #expect(bytes == expected.flatMap(littleEndian))
  }
}

private func littleEndian(_ bits: UInt16) -> [UInt8] {
  [UInt8(truncatingIfNeeded: bits), UInt8(bits >> 8)]
}
