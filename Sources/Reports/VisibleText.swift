/// A token's text, its blanks, line breaks and other invisible characters to be seen.
///
/// The text itself stays in the page, so that it is found and copied as it is; the style sheet shows a
/// sign in place of each character that has no look of its own. Marks that turn the direction of
/// writing, and so could make a page read as it is not, are among them.
func visibleText(_ text: String) -> HTML {
  var result = HTML()
  var plain = ""
  for scalar in text.unicodeScalars {
    if let sign = sign(for: scalar) {
      result += HTML(text: plain)
      plain = ""
      result += sign
    } else {
      plain.unicodeScalars.append(scalar)
    }
  }
  result += HTML(text: plain)
  return result
}

private func sign(for scalar: Unicode.Scalar) -> HTML? {
  switch scalar {
  case " ": element("i") { " " }
  case "\n": element("i", .class("n")) { "\n" }
  case "\t": element("i", .class("t")) { "\t" }
  case _ where isInvisible(scalar):
    element("i", .class("c"), Attribute("data-c", codePoint(scalar))) { String(scalar) }
  default: nil
  }
}

/// Whether a character shows nothing, or only changes how others show.
func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse,
    .unassigned:
    true
  default: scalar.properties.isDefaultIgnorableCodePoint
  }
}

/// A character's name in the Unicode standard's notation: `U+202E`.
func codePoint(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
