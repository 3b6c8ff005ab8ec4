/// Q5_1: 32 values of 5 bits, a scale and a minimum.
///
///     scale: f16, minimum: f16, fifth bits: u32, quants: 16 bytes, as in Q4_0
///     value = scale · quant + minimum
enum Q51: BlockFormat {
  static let type = ScalarType.q51

  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>) {
    let scale = block.half(at: 0)
    let minimum = block.half(at: 2)
    let fifthBits = unsafe block.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt32.self)
    for i in 0..<16 {
      let pair = UInt32(block[8 + i])
      let low = pair & 15 | (fifthBits >> UInt32(i)) << 4 & 16
      let high = pair >> 4 | (fifthBits >> UInt32(i + 16)) << 4 & 16
      values[i] = scale * Float(low) + minimum
      values[i + 16] = scale * Float(high) + minimum
    }
  }
}
