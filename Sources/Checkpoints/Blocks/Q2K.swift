/// Q2_K: 256 values of 2 bits; each 16 share a scale and a minimum of 4 bits.
///
///     scales: 16 bytes, minimum in the high half; quants: 64 bytes; scale: f16, minimum: f16
///     value = (scale · low half) · quant − minimum · high half
///
/// Each half of the block has 32 bytes of quants, and bits 2j, 2j + 1 of them are its j-th 32 values.
enum Q2K: BlockFormat {
  static let type = ScalarType.q2K

  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>) {
    let scale = block.half(at: 80)
    let minimum = block.half(at: 82)
    for group in 0..<16 {
      let packed = block[group]
      let groupScale = scale * Float(packed & 15)
      let groupMinimum = minimum * Float(packed >> 4)
      let quants = 16 + group / 8 * 32 + group % 2 * 16
      let shift = UInt8(group % 8 / 2 * 2)
      for i in 0..<16 {
        let quant = (block[quants + i] >> shift) & 3
        values[group * 16 + i] = groupScale * Float(quant) - groupMinimum
      }
    }
  }
}
