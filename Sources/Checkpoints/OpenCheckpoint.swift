import Glibc
import Tensors

/// Opens a file of weights, whichever format its first bytes say it has, or an index of several.
///
/// A folder stands for the weights in it: `model.safetensors`, its index, `pytorch_model.bin`,
/// its index, `model.pt` or `model_final.pth`, whichever comes first.
///
/// - Parameter path: A `.safetensors` file, its index, a `.gguf` file, a file of `torch.save` or
///   `pickle.dump`, a `.npy` or `.npz` file, or a folder.
/// - Returns: The tensors in it.
/// - Throws: `CheckpointError` when the file cannot be read, or is of no format that Thresher knows.
public func openCheckpoint(at path: String) throws(CheckpointError) -> any Checkpoint {
  let names = [
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
    "pytorch_model.bin.index.json", "model.pt", "model_final.pth",
  ]
  for name in names {
    let file = path + "/" + name
    if unsafe access(file, F_OK) == 0 { return try openCheckpoint(at: file) }
  }
  return path.hasSuffix(".index.json")
    ? try ShardedCheckpoint(path: path) : try openWhole(at: path)
}

/// Opens a file that needs no others.
func openWhole(at path: String) throws(CheckpointError) -> any Checkpoint {
  let file = try MappedFile.open(path)
  let head = ByteCursor(file.span.extracting(first: min(9, file.byteCount)), path: path)
  if head.remaining >= 4 && head.text(0..<4) == "GGUF" { return try GGUFFile(path: path) }
  if head.remaining == 9 && head[8] == UInt8(ascii: "{") { return try SafetensorsFile(path: path) }
  if head.bytes.isNumpyArray { return try NumpyFile(path: path) }
  if head.bytes.isZip { return try openArchive(file, at: path) }
  if head.next == 0x80 || head.bytes.isGzip { return try PyTorchFile(path: path) }
  throw CheckpointError(
    code: .unsupported,
    message: "expected a file of safetensors, GGUF, torch.save or NumPy; found none of them",
    path: path)
}

/// Opens a zip archive: NumPy's where an entry is an array, else one of `torch.save`.
private func openArchive(
  _ file: MappedFile, at path: String
) throws(CheckpointError) -> any Checkpoint {
  let names = try ZipDirectory(file, path: path).names
  return names.contains { $0.hasSuffix(".npy") }
    ? try NumpyFile(path: path) : try PyTorchFile(path: path)
}
