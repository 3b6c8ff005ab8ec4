/// Q6_K: 256 values of 6 bits; each 16 share a scale of 8 bits.
///
///     low bits: 128 bytes; high bits: 64 bytes; group scales: 16 signed bytes; scale: f16
///     value = (scale · group scale) · (quant − 32)
///
/// Each half of the block has 64 bytes of low bits, the low halves for its first 64 values, and 32
/// bytes of high bits, of which bits 2j, 2j + 1 belong to its j-th 32 values.
enum Q6K: BlockFormat {
  static let type = ScalarType.q6K

  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>) {
    let scale = block.half(at: 208)
    for group in 0..<16 {
      let groupScale = scale * Float(Int8(bitPattern: block[192 + group]))
      let (half, part, start) = (group / 8, group % 8 / 2, group % 2 * 16)
      let lowBits = half * 64 + part % 2 * 32 + start
      let highBits = 128 + half * 32 + start
      for i in 0..<16 {
        let low = (block[lowBits + i] >> UInt8(part / 2 * 4)) & 15
        let high = (block[highBits + i] >> UInt8(part * 2)) & 3
        values[group * 16 + i] = groupScale * Float(Int32(low | high << 4) - 32)
      }
    }
  }
}
