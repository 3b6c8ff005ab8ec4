import Foundation

/// Makes a folder and those above it, where they are missing.
func makeFolder(_ path: String) throws(PretrainingError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw PretrainingError(
      code: .file, message: "cannot make this folder: \(error.localizedDescription)", path: path)
  }
}

/// Reads a value from a JSON file.
func readJSON<Value: Decodable>(_ path: String) throws(PretrainingError) -> Value {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw PretrainingError(
      code: .file, message: "there is no such file, or it may not be read", path: path)
  }
  do {
    return try JSONDecoder().decode(Value.self, from: data)
  } catch {
    throw PretrainingError(
      code: .badFile, message: "it is not what was expected: \(error)", path: path)
  }
}

/// Writes a value to a JSON file, which gets its name when it is whole.
func writeJSON(_ value: some Encodable, to path: String) throws(PretrainingError) {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    try (encoder.encode(value) + [0x0A]).write(to: URL(filePath: path), options: .atomic)
  } catch {
    throw PretrainingError(code: .file, message: error.localizedDescription, path: path)
  }
}
