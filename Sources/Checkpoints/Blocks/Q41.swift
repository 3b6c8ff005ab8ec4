/// Q4_1: 32 values of 4 bits, a scale and a minimum.
///
///     scale: f16, minimum: f16, quants: 16 bytes, as in Q4_0
///     value = scale · quant + minimum
enum Q41: BlockFormat {
  static let type = ScalarType.q41

  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>) {
    let scale = block.half(at: 0)
    let minimum = block.half(at: 2)
    for i in 0..<16 {
      let pair = Int32(block[4 + i])
      values[i] = scale * Float(pair & 15) + minimum
      values[i + 16] = scale * Float(pair >> 4) + minimum
    }
  }
}
