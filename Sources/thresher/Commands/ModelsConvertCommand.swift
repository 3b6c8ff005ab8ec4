import ArgumentParser
import Checkpoints
import Downloads
import Tensors

/// `thresher models convert`: a file of weights in another format.
struct ModelsConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write the tensors of a file of weights as safetensors or NumPy arrays.",
    discussion: """
      The target's name says its format: .safetensors, .npz, or .npy for a single tensor.

      EXAMPLE
        thresher models convert pytorch_model.bin model.safetensors --dtype float16
        thresher models convert params.npz sae_weights.safetensors
        thresher models convert model.gguf embedding.npy --tensor token_embd.weight
      """)

  @Argument(
    help: """
      A .safetensors, .gguf, .pt, .bin, .pkl.gz, .npy or .npz file, a folder, or a model's name.
      """)
  var source: String

  @Argument(help: "The .safetensors, .npz or .npy file to write.")
  var target: String

  @Option(help: "How numbers are stored: float32, float16, bfloat16.")
  var dtype: FloatFormat = .float32

  @Option(help: "The tensors to write, by name (repeatable); all by default.")
  var tensor: [String] = []

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard [".safetensors", ".npz", ".npy"].contains(where: target.hasSuffix) else {
      throw ValidationError("\(target): expected a name that ends in .safetensors, .npz or .npy")
    }
  }

  func run() throws {
    let checkpoint = try openCheckpoint(at: LocalModels().path(of: source))
    let names = tensor.isEmpty ? checkpoint.tensorNames : tensor
    if target.hasSuffix(".npy") && names.count != 1 {
      throw CommandError(
        "\(target): expected one tensor, found \(names.count) in \(source); choose it by --tensor, "
          + "or write a .npz file")
    }
    let tensors = try names.map { ($0, try checkpoint.tensor($0)) }
    if target.hasSuffix(".safetensors") {
      try Safetensors.write(tensors, storedAs: dtype, to: target)
    } else if target.hasSuffix(".npz") {
      try Numpy.write(archive: tensors, storedAs: dtype, to: target)
    } else {
      try Numpy.write(tensors[0].1, storedAs: dtype, to: target)
    }
    if common.json {
      try printJSON(["file": target])
    } else {
      print("\(target): \(plural(tensors.count, "tensor")) as \(dtype.rawValue)")
    }
  }
}
