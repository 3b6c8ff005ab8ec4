import Analysis
import Foundation

/// Numbers as pages hold them: little-endian bytes in base 64, a third more than they take in memory.
enum PackedNumbers {
  /// 32-bit floats, which activations are.
  static func floats(_ values: some Sequence<Double>) -> String {
    pack(values.map { Float($0).bitPattern })
  }

  /// 64-bit floats, for numbers that were computed as such.
  static func doubles(_ values: some Sequence<Double>) -> String {
    pack(values.map(\.bitPattern))
  }

  /// 32-bit integers.
  static func integers(_ values: some Sequence<Int>) -> String {
    pack(values.map { UInt32($0) })
  }

  /// Integers of no sign, in as few bits as the largest of them needs: 8, 16 or 32.
  static func narrow(_ values: [Int]) -> Narrow {
    switch values.max() ?? 0 {
    case ...0xFF: Narrow(bits: 8, data: pack(values.map { UInt8($0) }))
    case ...0xFFFF: Narrow(bits: 16, data: pack(values.map { UInt16($0) }))
    default: Narrow(bits: 32, data: pack(values.map { UInt32(clamping: $0) }))
    }
  }

  /// Integers, and how many bits each has.
  struct Narrow: Encodable {
    let bits: Int
    let data: String
  }

  private static func pack<Word: FixedWidthInteger>(_ words: [Word]) -> String {
    words.map(\.littleEndian).withUnsafeBytes { Data($0).base64EncodedString() }
  }
}

/// A block of a view's data for its script; every number in it goes through `PackedNumbers` or is
/// finite.
func viewData(_ value: some Encodable) -> HTML {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  guard let data = try? encoder.encode(value) else {
    preconditionFailure("viewData: a number that is not finite")
  }
  return HTML(json: String(decoding: data, as: UTF8.self))
}
