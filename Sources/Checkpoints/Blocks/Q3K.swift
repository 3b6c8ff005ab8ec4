/// Q3_K: 256 values of 3 bits; each 16 share a scale of 6 bits.
///
///     third bits: 32 bytes; quants: 64 bytes, as in Q2_K; scales: 12 bytes; scale: f16
///     value = (scale · (group scale − 32)) · (quant − 4)
///
/// Bit g of the third bits belongs to the g-th 32 values. The scales' low 4 bits are the halves of
/// the first 8 bytes, their high 2 bits the quarters of the last 4.
enum Q3K: BlockFormat {
  static let type = ScalarType.q3K

  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>) {
    let scale = block.half(at: 108)
    for group in 0..<16 {
      let groupScale = scale * Float(groupScale(group, of: block))
      let start = group % 2 * 16
      let quants = 32 + group / 8 * 32 + start
      let shift = UInt8(group % 8 / 2 * 2)
      for i in 0..<16 {
        let low = Int32((block[quants + i] >> shift) & 3)
        let third = Int32((block[start + i] >> UInt8(group / 2)) & 1)
        values[group * 16 + i] = groupScale * Float(low + third * 4 - 4)
      }
    }
  }

  private static func groupScale(_ group: Int, of block: RawSpan) -> Int32 {
    let low = (block[96 + group % 8] >> UInt8(group / 8 * 4)) & 15
    let high = (block[104 + group % 4] >> UInt8(group / 4 * 2)) & 3
    return Int32(low | high << 4) - 32
  }
}
