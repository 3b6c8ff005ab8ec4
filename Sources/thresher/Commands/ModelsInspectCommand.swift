import ArgumentParser
import Checkpoints
import Downloads
import Foundation

/// `thresher models inspect`: the tensors of a file.
struct ModelsInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List the tensors of a file of weights, and what it says of itself.",
    discussion: """
      Reads safetensors, GGUF, files of torch.save and pickle.dump (also packed by gzip) and NumPy's,
      without running what is in them. The offset of a packed tensor is where its archive's entry
      begins.

      EXAMPLE
        thresher models inspect model.safetensors
        thresher models inspect sae.pkl.gz --json
      """)

  @Argument(
    help: """
      A .safetensors, .gguf, .pt, .bin, .pkl.gz, .npy or .npz file, a folder, or a model's name.
      """)
  var file: String

  @OptionGroup var common: CommonOptions

  private struct Entry: Encodable {
    let name: String
    let dtype: String
    let shape: [Int]
    let bytes: Int
    let file: String
    let offset: Int
    let packed: Bool?
  }

  private struct Result: Encodable {
    let file: String
    let tensors: [Entry]
    let parameters: Int
    let metadata: [String: Property]
  }

  func run() throws {
    let checkpoint = try openCheckpoint(at: LocalModels().path(of: file))
    let infos = checkpoint.tensorNames.compactMap { checkpoint.info($0) }
    let entries = infos.map { info in
      Entry(
        name: info.name, dtype: info.type.rawValue, shape: info.shape,
        bytes: info.byteRange.count, file: info.path, offset: info.byteRange.lowerBound,
        packed: info.isPacked ? true : nil)
    }
    let parameters = infos.reduce(0) { $0 + $1.count }
    if common.json {
      return try printJSON(
        Result(
          file: file, tensors: entries, parameters: parameters,
          metadata: checkpoint.properties.mapValues { Property($0) }))
    }
    var table = TextTable(["tensor", "dtype", "shape", "bytes", "offset"], rightAligned: [3, 4])
    for entry in entries {
      table.add([entry.name, entry.dtype, "\(entry.shape)", "\(entry.bytes)", "\(entry.offset)"])
    }
    print(table.text)
    print("\(plural(entries.count, "tensor")), \(parameters) numbers")
    show(checkpoint.properties)
  }

  private func show(_ properties: [String: MetadataValue]) {
    guard !properties.isEmpty else { return }
    var table = TextTable(["metadata", "value"])
    for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
      table.add([key, Property(value).line])
    }
    print("\n" + table.text)
  }
}
