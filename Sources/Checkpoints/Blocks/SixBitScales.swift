/// The 8 scales and 8 minima of 6 bits that Q4_K and Q5_K pack into 12 bytes.
///
/// The first four of each stand in the low 6 bits of bytes 0–3 and 4–7; the last four have their
/// low bits in the halves of bytes 8–11, and their high bits above the first four.
enum SixBitScales {
  static func scale(_ group: Int, in block: RawSpan, at place: Int) -> Float {
    guard group >= 4 else { return Float(block[place + group] & 63) }
    return Float(block[place + 4 + group] & 15 | (block[place + group - 4] >> 2) & 48)
  }

  static func minimum(_ group: Int, in block: RawSpan, at place: Int) -> Float {
    guard group >= 4 else { return Float(block[place + 4 + group] & 63) }
    return Float(block[place + 4 + group] >> 4 | (block[place + group] >> 2) & 48)
  }
}
