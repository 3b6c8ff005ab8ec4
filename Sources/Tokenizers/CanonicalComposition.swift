import Foundation

// Foundation decomposes some characters without putting their marks in order (U+0F73 twice over),
// and composes Hangul letters that do not compose (U+1113 U+1169); both are done here instead.

/// Decomposed text with the marks on each character in canonical order: by combining class, those
/// of one class as they came.
///
/// Source: The Unicode Standard 17.0, section 3.11, definition D109.
func canonicalOrder(of text: String) -> String {
  var scalars = Array(text.unicodeScalars)
  var start = 0
  while start < scalars.count {
    let end = scalars[start...].firstIndex { combiningClass($0) == 0 } ?? scalars.count
    scalars[start..<end].sort { combiningClass($0) < combiningClass($1) }
    start = end + 1
  }
  return string(scalars)
}

private func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
  scalar.properties.canonicalCombiningClass.rawValue
}

/// Decomposed text in canonical order, composed.
///
/// Hangul letters compose among themselves only, and marks do not compose with them.
func composition(of text: String) -> String {
  var output: [Unicode.Scalar] = []
  var rest = Array(text.unicodeScalars)[...]
  while let first = rest.first {
    let isHangul = isHangulLetter(first)
    let run = rest.prefix { isHangulLetter($0) == isHangul }
    if isHangul {
      output += composedHangul(run)
    } else {
      output += string(run).precomposedStringWithCanonicalMapping.unicodeScalars
    }
    rest = rest.dropFirst(run.count)
  }
  return string(output)
}

private func isHangulLetter(_ scalar: Unicode.Scalar) -> Bool {
  (0x1100...0x11FF).contains(scalar.value)
}

/// Hangul letters as syllables, where they make up any.
///
/// Source: The Unicode Standard 17.0, section 3.12, "Hangul Syllable Composition".
private func composedHangul(_ letters: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
  var output: [Unicode.Scalar] = []
  for letter in letters {
    if let last = output.last, let syllable = syllable(last.value, letter.value) {
      output[output.count - 1] = syllable
    } else {
      output.append(letter)
    }
  }
  return output
}

private func syllable(_ first: UInt32, _ second: UInt32) -> Unicode.Scalar? {
  switch (first, second) {
  case (0x1100...0x1112, 0x1161...0x1175):
    return Unicode.Scalar(0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28)
  case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (first - 0xAC00) % 28 == 0:
    return Unicode.Scalar(first + second - 0x11A7)
  default: return nil
  }
}

private func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars)
  return String(view)
}
