import Glibc
import Tensors

/// Opens a file of weights, whichever format its first bytes say it has.
///
/// A folder stands for the weights in it: `model.safetensors`, its index, `pytorch_model.bin`,
/// `model.pt` or `model_final.pth`, whichever comes first.
///
/// - Parameter path: A `.safetensors` file, its index, a `.gguf` file, a file of `torch.save`, or a
///   folder.
/// - Returns: The tensors in it.
/// - Throws: `CheckpointError` when the file cannot be read, or is of no format that Thresher knows.
public func openCheckpoint(at path: String) throws(CheckpointError) -> any Checkpoint {
  let names = [
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "model.pt",
    "model_final.pth",
  ]
  for name in names {
    let file = path + "/" + name
    if unsafe access(file, F_OK) == 0 { return try openCheckpoint(at: file) }
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
  if head.isZip || head.byteCount > 0 && head[0] == 0x80 { return try PyTorchFile(path: path) }
  throw CheckpointError(
    code: .unsupported,
    message: "expected a file of safetensors, GGUF or torch.save; found none of them",
    path: path)
}
