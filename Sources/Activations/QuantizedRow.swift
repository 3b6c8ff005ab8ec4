/// The scale of a row that is stored in 8 bits a value.
///
///     scale = max_i |x[i]| / 127, rounded up to 17 bits
///
/// With 17 bits the scale times a number of 8 bits is exact, so that a row which is read and stored
/// again keeps its bytes. A row of zeros has scale 0.
func quantizationScale(of row: Span<Float>) -> Float {
  var largest: UInt32 = 0
  for i in row.indices { largest = max(largest, row[i].bitPattern & 0x7FFF_FFFF) }
  let exact = Float(bitPattern: largest) / 127
  let cut = Float(bitPattern: exact.bitPattern & ~0x7F)
  return cut * 127 >= Float(bitPattern: largest)
    ? cut : Float(bitPattern: (exact.bitPattern & ~0x7F) + 0x80)
}

/// Stores a row in 8 bits a value, each rounded to the nearest multiple of the scale.
func quantize(_ row: Span<Float>, scale: Float, into bytes: inout MutableRawSpan) {
  precondition(bytes.byteCount == row.count, "quantize: \(row.count) into \(bytes.byteCount)")
  let factor = scale > 0 ? 1 / scale : 0
  bytes.withUnsafeMutableBytes { target in
    for i in row.indices {
      // Adding 1.5 · 2²³ leaves the nearest whole number in the sum's last bits.
      let shifted = row[i] * factor + 12_582_912
      target[i] = UInt8(truncatingIfNeeded: shifted.bitPattern)
    }
  }
}

/// The values of a row that is stored in 8 bits a value: each times the scale.
func dequantize(_ bytes: RawSpan, scale: Float, into row: inout MutableSpan<Float>) {
  precondition(bytes.byteCount == row.count, "dequantize: \(bytes.byteCount) into \(row.count)")
  bytes.withUnsafeBytes { source in
    for i in 0..<source.count { row[i] = Float(Int8(bitPattern: source[i])) * scale }
  }
}
