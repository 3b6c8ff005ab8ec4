import Tensors

/// A damaged copy of a file, or of one file with parts of another.
///
/// Most damage goes where structure is: near the head, near the end, and in numbers that look like
/// lengths.
func mutant(of seeds: [[UInt8]], using random: inout SplittableRandom) -> [UInt8] {
  var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
  for _ in 0..<(1 << Int.random(in: 0..<4, using: &random)) where !bytes.isEmpty {
    let place = place(in: bytes, &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 2: overwrite(&bytes, at: place, with: telling(&random))
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + length(&random)))
    case 4:
      let source = Int.random(in: 0..<bytes.count, using: &random)
      let part = Array(bytes[source..<min(bytes.count, source + length(&random))])
      bytes.insert(contentsOf: part, at: place)
    case 5:
      let other = seeds[Int.random(in: 0..<seeds.count, using: &random)]
      guard !other.isEmpty else { continue }
      let source = Int.random(in: 0..<other.count, using: &random)
      overwrite(
        &bytes, at: place, with: Array(other[source..<min(other.count, source + length(&random))]))
    case 6: changeDigits(&bytes, near: place, &random)
    case 7: bytes.removeLast(min(bytes.count - 1, length(&random)))
    case 8:
      let byte = bytes[place]
      bytes.insert(contentsOf: repeatElement(byte, count: 16 * length(&random)), at: place)
    default:
      overwrite(&bytes, at: place, with: Array(words.randomElement(using: &random) ?? "".utf8))
    }
  }
  return bytes
}

private let words: [String.UTF8View] = [
  "F32", "F4", "C64", "BOOL", "\"\"", "[", "]", "{", "}", "{\"", "null", "-1", "1e999", "True", "(",
  "9223372036854775807", "'<f4'", "'|O'", "cos\nsystem\n", "R", "(", ".", "h\0", "q\0", "\\u0000",
  "\\ud800", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "GGUF", "BPE", "Split", "Regex", "(a*)*", "\\p{L}+",
].map(\.utf8)

private func place(in bytes: [UInt8], _ random: inout SplittableRandom) -> Int {
  switch Int.random(in: 0..<4, using: &random) {
  case 0: Int.random(in: 0..<min(bytes.count, 64), using: &random)
  case 1: Int.random(in: 0..<min(bytes.count, 2048), using: &random)
  case 2: bytes.count - 1 - Int.random(in: 0..<min(bytes.count, 512), using: &random)
  default: Int.random(in: 0..<bytes.count, using: &random)
  }
}

private func length(_ random: inout SplittableRandom) -> Int {
  1 << Int.random(in: 0..<9, using: &random)
}

/// A number of 1 to 8 bytes that readers get wrong.
private func telling(_ random: inout SplittableRandom) -> [UInt8] {
  let numbers: [UInt64] = [
    0, 1, 2, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 32, 1 << 40,
    1 << 62, (1 << 63) - 1, 1 << 63, .max,
  ]
  let number = numbers.randomElement(using: &random) ?? 0
  return (0..<(1 << Int.random(in: 0..<4, using: &random))).map {
    UInt8(truncatingIfNeeded: number >> (8 * UInt64($0)))
  }
}

private func overwrite(_ bytes: inout [UInt8], at place: Int, with part: [UInt8]) {
  let end = min(bytes.count, place + part.count)
  bytes.replaceSubrange(place..<end, with: part.prefix(end - place))
}

/// Changes the digits of a number in text.
private func changeDigits(
  _ bytes: inout [UInt8], near place: Int, _ random: inout SplittableRandom
) {
  let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  for index in place..<min(bytes.count, place + 32) where digits.contains(bytes[index]) {
    bytes[index] = UInt8.random(in: digits, using: &random)
  }
}
