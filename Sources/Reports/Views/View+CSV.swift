import Analysis

extension View {
  /// The view's numbers as comma-separated values (RFC 4180), a line each, under a line of names.
  public var csv: String {
    content.lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
  }
}

/// A field, between quotes where it holds what divides fields and lines.
private func quoted(_ field: String) -> String {
  let divides = field.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
  return divides ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
}

/// A number as it reads back; nothing for what is not finite.
func csvNumber(_ value: Double) -> String { value.isFinite ? "\(value)" : "" }
