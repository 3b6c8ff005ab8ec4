import Foundation

/// Prints a result as one JSON object, its keys in alphabetical order.
func printJSON(_ value: some Encodable) throws {
  print(String(decoding: try jsonData(value), as: UTF8.self))
}

/// A result as JSON: indented, keys in alphabetical order.
func jsonData(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return try encoder.encode(value)
}

/// Prints a line on standard error.
func note(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// A text on one line: what would break the line or cannot be seen is written as an escape.
func visible(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { line, scalar in
    switch scalar {
    case "\n": line += "\\n"
    case "\t": line += "\\t"
    case "\r": line += "\\r"
    default:
      let isShown =
        scalar.properties.generalCategory != .control
        && scalar.properties.generalCategory != .format
      if isShown {
        line.unicodeScalars.append(scalar)
      } else {
        line += scalar.escaped(asASCII: true)
      }
    }
  }
}
