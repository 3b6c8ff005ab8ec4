/// Sorts floats in ascending order, in three passes of 11 bits.
///
/// Negative zero stands before zero; the order of NaNs is that of their bits. Several times the speed
/// of a comparing sort on the long columns that a rank sum needs.
func radixSort(_ values: inout [Float]) {
  guard values.count > 256 else { return values.sort() }
  var keys = values.map(orderedBits)
  var spare = [UInt32](repeating: 0, count: keys.count)
  for shift in [0, 11, 22] as [UInt32] {
    distribute(keys.span, by: shift, to: &spare)
    swap(&keys, &spare)
  }
  for i in values.indices { values[i] = float(ofOrderedBits: keys[i]) }
}

/// Moves keys into the order of 11 of their bits, equals in the order in which they stood.
private func distribute(_ keys: Span<UInt32>, by shift: UInt32, to target: inout [UInt32]) {
  var starts = [Int](repeating: 0, count: 2049)
  for i in keys.indices { starts[Int((keys[i] >> shift) & 2047) + 1] += 1 }
  for digit in 0..<2048 { starts[digit + 1] += starts[digit] }
  for i in keys.indices {
    let digit = Int((keys[i] >> shift) & 2047)
    target[starts[digit]] = keys[i]
    starts[digit] += 1
  }
}

/// A float's bits, changed so that they stand in the order of the floats.
private func orderedBits(_ value: Float) -> UInt32 {
  let bits = value.bitPattern
  return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
}

private func float(ofOrderedBits bits: UInt32) -> Float {
  Float(bitPattern: bits & 0x8000_0000 != 0 ? bits & 0x7FFF_FFFF : ~bits)
}
