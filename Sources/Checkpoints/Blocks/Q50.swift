/// Q5_0: 32 values of 5 bits and a scale.
///
///     scale: f16, fifth bits: u32, quants: 16 bytes, as in Q4_0
///     value = scale · (quant − 16)
enum Q50: BlockFormat {
  static let type = ScalarType.q50

  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>) {
    let scale = block.half(at: 0)
    let fifthBits = unsafe block.unsafeLoadUnaligned(fromByteOffset: 2, as: UInt32.self)
    for i in 0..<16 {
      let pair = UInt32(block[6 + i])
      let low = pair & 15 | (fifthBits >> UInt32(i)) << 4 & 16
      let high = pair >> 4 | (fifthBits >> UInt32(i + 16)) << 4 & 16
      values[i] = scale * Float(Int32(low) - 16)
      values[i + 16] = scale * Float(Int32(high) - 16)
    }
  }
}
