/// Q8_0: 32 values of 8 bits and a scale.
///
///     scale: f16, quants: 32 signed bytes
///     value = scale · quant
enum Q80: BlockFormat {
  static let type = ScalarType.q80

  static func decode(_ block: RawSpan, into values: inout MutableSpan<Float>) {
    let scale = block.half(at: 0)
    for i in 0..<32 {
      values[i] = scale * Float(Int8(bitPattern: block[2 + i]))
    }
  }
}
