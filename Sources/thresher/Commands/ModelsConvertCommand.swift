import ArgumentParser
import Checkpoints
import Tensors

/// `thresher models convert`: a file of weights as safetensors.
struct ModelsConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write the tensors of a file of weights as safetensors.",
    discussion: """
      EXAMPLE
        thresher models convert pytorch_model.bin model.safetensors --dtype float16
      """)

  @Argument(help: "A .gguf, .pt, .bin or .safetensors file, or a folder of weights.")
  var source: String

  @Argument(help: "The safetensors file to write.")
  var target: String

  @Option(help: "How numbers are stored: float32, float16, bfloat16.")
  var dtype: FloatFormat = .float32

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard target.hasSuffix(".safetensors") else {
      throw ValidationError("\(target): expected a name that ends in .safetensors")
    }
  }

  func run() throws {
    let checkpoint = try openCheckpoint(at: source)
    let tensors = try checkpoint.tensorNames.map { ($0, try checkpoint.tensor($0)) }
    try Safetensors.write(tensors, storedAs: dtype, to: target)
    if common.json {
      try printJSON(["file": target])
    } else {
      print("\(target): \(tensors.count) tensors as \(dtype.rawValue)")
    }
  }
}
