/// The Unicode scalar that begins at a byte of valid UTF-8, and how many bytes it takes.
@inline(__always)
func scalar(of text: Span<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
  let first = UInt32(text[index])
  if first < 0x80 { return (first, 1) }
  if first < 0xE0 { return ((first & 0x1F) << 6 | continuation(text, index + 1), 2) }
  if first < 0xF0 {
    let high = (first & 0x0F) << 12 | continuation(text, index + 1) << 6
    return (high | continuation(text, index + 2), 3)
  }
  let high = (first & 0x07) << 18 | continuation(text, index + 1) << 12
  return (high | continuation(text, index + 2) << 6 | continuation(text, index + 3), 4)
}

/// Where the scalar before a byte of valid UTF-8 begins.
func scalarStart(of text: Span<UInt8>, before index: Int) -> Int {
  var start = index - 1
  while start > 0 && text[start] & 0xC0 == 0x80 { start -= 1 }
  return start
}

@inline(__always)
private func continuation(_ text: Span<UInt8>, _ index: Int) -> UInt32 {
  UInt32(text[index] & 0x3F)
}
