import Glibc
import Tensors

/// Opens a file of weights, whichever format its first bytes say it has.
///
/// A folder stands for the weights of the Hugging Face layout in it: `model.safetensors`, else
/// `model.safetensors.index.json`.
///
/// - Parameter path: A `.safetensors` file, its index, a `.gguf` file, or a folder.
/// - Returns: The tensors in it.
/// - Throws: `CheckpointError` when the file cannot be read, or is of no format that Thresher knows.
public func openCheckpoint(at path: String) throws(CheckpointError) -> any Checkpoint {
  for name in ["model.safetensors", "model.safetensors.index.json"] {
    let file = path + "/" + name
    if access(file, F_OK) == 0 { return try openCheckpoint(at: file) }
  }
  let file = try MappedFile.open(path)
  let head = file.span.extracting(first: min(9, file.byteCount))
  if head.byteCount >= 4 && ByteCursor(head, path: path).text(0..<4) == "GGUF" {
    return try GGUFFile(path: path)
  }
  if head.byteCount == 9 && head[8] == UInt8(ascii: "{") { return try SafetensorsFile(path: path) }
  if head.byteCount > 0 && head[0] == UInt8(ascii: "{") {
    return try ShardedSafetensors(path: path)
  }
  throw CheckpointError(
    code: .unsupported,
    message: "expected a safetensors file, its index.json, or a GGUF file; found none of them",
    path: path)
}
