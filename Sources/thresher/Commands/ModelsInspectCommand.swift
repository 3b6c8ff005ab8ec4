import ArgumentParser
import Checkpoints
import Foundation

/// `thresher models inspect`: the tensors of a file.
struct ModelsInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List the tensors of a file of weights, and what it says of itself.",
    discussion: """
      Reads safetensors, GGUF, and files of torch.save, without running what is in them.

      EXAMPLE
        thresher models inspect model.safetensors
      """)

  @Argument(help: "A .safetensors, .gguf, .pt or .bin file, or a folder of weights.")
  var file: String

  @OptionGroup var common: CommonOptions

  private struct Entry: Encodable {
    let name: String
    let dtype: String
    let shape: [Int]
    let bytes: Int
    let file: String
    let offset: Int
  }

  private struct Result: Encodable {
    let file: String
    let tensors: [Entry]
    let parameters: Int
  }

  func run() throws {
    let checkpoint = try openCheckpoint(at: file)
    let infos = checkpoint.tensorNames.compactMap { checkpoint.info($0) }
    let entries = infos.map { info in
      Entry(
        name: info.name, dtype: info.type.rawValue, shape: info.shape,
        bytes: info.byteRange.count, file: info.path, offset: info.byteRange.lowerBound)
    }
    let parameters = infos.reduce(0) { $0 + $1.count }
    if common.json {
      return try printJSON(Result(file: file, tensors: entries, parameters: parameters))
    }
    var table = TextTable(["tensor", "dtype", "shape", "bytes", "offset"], rightAligned: [3, 4])
    for entry in entries {
      table.add([entry.name, entry.dtype, "\(entry.shape)", "\(entry.bytes)", "\(entry.offset)"])
    }
    print(table.text)
    print("\(entries.count) tensors, \(parameters) numbers")
  }
}
