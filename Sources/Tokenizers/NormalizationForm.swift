import Foundation

/// A Unicode normalization form.
///
/// Source: Unicode Standard Annex 15, <https://unicode.org/reports/tr15/>.
enum NormalizationForm: String, Hashable, Sendable {
  /// Canonical composition.
  case composed = "NFC"
  /// Canonical decomposition.
  case decomposed = "NFD"
  /// Compatibility composition.
  case compatiblyComposed = "NFKC"
  /// Compatibility decomposition.
  case compatiblyDecomposed = "NFKD"

  /// What normalization changes in a text.
  ///
  /// Only runs of characters that it might change are normalized, each with the character before
  /// it, with which its first may compose; so that text that is normal already costs one look at
  /// each character, and a change stays near its place.
  ///
  /// - Parameter text: Valid UTF-8.
  /// - Returns: The changes in order; empty where the text is normal.
  func changes(in text: Span<UInt8>) -> [TextChange] {
    var changes: [TextChange] = []
    var index = 0
    var previous = 0
    while index < text.count {
      let (value, length) = scalar(of: text, at: index)
      guard mayChange(value) else {
        previous = index
        index += length
        continue
      }
      let end = endOfRun(text, from: index)
      appendChange(of: previous..<end, in: text, to: &changes)
      previous = end
      index = end
    }
    return changes
  }

  private func endOfRun(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.count {
      let (value, length) = scalar(of: text, at: index)
      guard mayChange(value) else { break }
      index += length
    }
    return index
  }

  private func appendChange(
    of range: Range<Int>, in text: Span<UInt8>, to changes: inout [TextChange]
  ) {
    let old = range.map { text[$0] }
    let new = Array(normal(String(decoding: old, as: UTF8.self)).utf8)
    if new != old { changes.append(TextChange(range: range, bytes: new)) }
  }

  private func normal(_ text: String) -> String {
    switch self {
    case .composed: composition(of: canonicalOrder(of: text.decomposedStringWithCanonicalMapping))
    case .decomposed: canonicalOrder(of: text.decomposedStringWithCanonicalMapping)
    case .compatiblyComposed:
      composition(of: canonicalOrder(of: text.decomposedStringWithCompatibilityMapping))
    case .compatiblyDecomposed: canonicalOrder(of: text.decomposedStringWithCompatibilityMapping)
    }
  }

  /// Whether a scalar may change, or may compose with one before it: true for some that do not.
  private func mayChange(_ value: UInt32) -> Bool {
    // Below U+0300 all are composed; below U+00A0 no form changes any.
    if value < (self == .composed ? 0x300 : 0xA0) { return false }
    guard self == .composed else { return true }
    return isComposing(value)
  }
}

/// Whether canonical composition may change a scalar, or join it to one before it.
///
/// It may where the scalar is a mark, a Hangul vowel or final consonant, or decomposes for good
/// (Full_Composition_Exclusion); every scalar whose property NFC_Quick_Check is No or Maybe, or
/// whose combining class is not 0, is one of these.
private func isComposing(_ value: UInt32) -> Bool {
  switch value {
  case 0x1161...0x1175, 0x11A8...0x11C2: return true
  case 0x3400...0x9FFF, 0xAC00...0xD7A3: return false
  default: break
  }
  guard let properties = Unicode.Scalar(value)?.properties else { return false }
  switch properties.generalCategory {
  case .nonspacingMark, .spacingMark, .enclosingMark: return true
  default: return properties.isFullCompositionExclusion
  }
}
