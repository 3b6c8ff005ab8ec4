import Checkpoints
import Foundation
import Tensors

extension AutoencoderError {
  init(_ error: CheckpointError) {
    self.init(
      code: error.code == .unusableFile ? .file : .badFile, message: error.message,
      path: error.path)
  }

  init(_ error: FileError) {
    self.init(code: .file, message: error.message, path: error.path)
  }
}

/// Makes a folder and those above it, where they are missing.
func makeFolder(_ path: String) throws(AutoencoderError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw AutoencoderError(
      code: .file, message: "cannot make this folder: \(error.localizedDescription)", path: path)
  }
}

/// Reads a value from a JSON file.
func readJSON<Value: Decodable>(_ path: String) throws(AutoencoderError) -> Value {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw AutoencoderError(
      code: .file, message: "there is no such file, or it may not be read", path: path)
  }
  do {
    return try JSONDecoder().decode(Value.self, from: data)
  } catch {
    throw AutoencoderError(
      code: .badFile, message: "it is not what was expected: \(describe(error))", path: path)
  }
}

/// Writes a value to a JSON file, which gets its name when it is whole.
func writeJSON(_ value: some Encodable, to path: String) throws(AutoencoderError) {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    try write([UInt8](encoder.encode(value)) + [0x0A], to: path)
  } catch let error as FileError {
    throw AutoencoderError(error)
  } catch {
    throw AutoencoderError(code: .file, message: describe(error), path: path)
  }
}

/// Writes bytes to a file, which gets its name when it is whole.
func write(_ bytes: [UInt8], to path: String) throws(FileError) {
  var file = try AtomicFile(path: path)
  try file.write(bytes.span.bytes)
  try file.commit()
}

/// What a JSON coder found wrong, in one line.
private func describe(_ error: any Error) -> String {
  guard let error = error as? DecodingError else { return "\(error)" }
  let context: DecodingError.Context
  switch error {
  case .keyNotFound(let key, _): return "the key '\(key.stringValue)' is missing"
  case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
    context = found
  @unknown default: return "\(error)"
  }
  let place = context.codingPath.map(\.stringValue).joined(separator: ".")
  return place.isEmpty ? context.debugDescription : "\(place): \(context.debugDescription)"
}
