/// Q4_K: 256 values of 4 bits; each 32 share a scale and a minimum of 6 bits.
///
///     scale: f16, minimum: f16; group scales and minima: 12 bytes; quants: 128 bytes
///     value = (scale · group scale) · quant − minimum · group minimum
///
/// Each 32 bytes of quants hold a group in their low halves, and the next in their high halves.
enum Q4K: BlockFormat {
  static let type = ScalarType.q4K

  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>) {
    let scale = block.half(at: 0)
    let minimum = block.half(at: 2)
    for group in 0..<8 {
      let groupScale = scale * SixBitScales.scale(group, in: block, at: 4)
      let groupMinimum = minimum * SixBitScales.minimum(group, in: block, at: 4)
      let quants = 16 + group / 2 * 32
      let shift = UInt8(group % 2 * 4)
      for i in 0..<32 {
        let quant = (block[quants + i] >> shift) & 15
        values[group * 32 + i] = groupScale * Float(quant) - groupMinimum
      }
    }
  }
}
