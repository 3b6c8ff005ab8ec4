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
