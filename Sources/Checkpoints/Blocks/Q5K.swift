/// Q5_K: 256 values of 5 bits; each 32 share a scale and a minimum of 6 bits.
///
///     scale: f16, minimum: f16; group scales and minima: 12 bytes; fifth bits: 32 bytes;
///     quants: 128 bytes, as in Q4_K
///     value = (scale · group scale) · quant − minimum · group minimum
///
/// Bit g of the fifth bits belongs to the g-th 32 values.
enum Q5K: BlockFormat {
  static let type = ScalarType.q5K

  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>) {
    let scale = block.half(at: 0)
    let minimum = block.half(at: 2)
    for group in 0..<8 {
      let groupScale = scale * SixBitScales.scale(group, in: block, at: 4)
      let groupMinimum = minimum * SixBitScales.minimum(group, in: block, at: 4)
      let quants = 48 + group / 2 * 32
      let shift = UInt8(group % 2 * 4)
      for i in 0..<32 {
        let low = (block[quants + i] >> shift) & 15
        let fifth = (block[16 + i] >> UInt8(group)) & 1
        values[group * 32 + i] = groupScale * Float(low | fifth << 4) - groupMinimum
      }
    }
  }
}
