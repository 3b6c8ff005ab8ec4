/// Q4_0: 32 values of 4 bits and a scale.
///
///     scale: f16, quants: 16 bytes; the low halves hold the first 16 values, the high halves the rest
///     value = scale · (quant − 8)
enum Q40: BlockFormat {
  static let type = ScalarType.q40

  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>) {
    let scale = block.half(at: 0)
    for i in 0..<16 {
      let pair = Int32(block[2 + i])
      values[i] = scale * Float((pair & 15) - 8)
      values[i + 16] = scale * Float((pair >> 4) - 8)
    }
  }
}
