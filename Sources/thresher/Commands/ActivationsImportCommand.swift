import Activations
import ArgumentParser
import Checkpoints
import Tensors

/// `thresher activations import`.
struct ActivationsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a harvest of activations that another program wrote.",
    discussion: """
      HDF5 files in the layout of shards are taken as they are, whatever they lack. Safetensors
      files with a tensor `activations` [token, layer, width], as SAELens cached them before its
      version 4, need --site for each layer; their tokens are not known.

      EXAMPLE
        thresher activations import cache/0.safetensors cache/1.safetensors \\
          --site blocks.8.hook_resid_pre --output Activations/cached
      """)

  @Argument(help: "The files, in the order of their rows: .h5 or .safetensors.")
  var files: [String]

  @Option(help: "The site of each layer of a safetensors file. Repeatable.")
  var site: [String] = []

  @Option(help: "How rows of safetensors files are stored: float32, float16, bfloat16, int8.")
  var dtype: RowFormat = .float32

  @Option(help: "How many positions a sequence has, where HDF5 files hold no tokens.")
  var context: Int?

  @Option(name: .shortAndLong, help: "The harvest's folder.")
  var output: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("expected files") }
    guard context ?? 1 >= 1 else { throw ValidationError("--context: expected at least 1") }
  }

  func run() throws {
    if files.allSatisfy({ $0.hasSuffix(".safetensors") }) {
      try importTensors()
    } else {
      try HarvestImport.shards(files, to: output, contextSize: context)
    }
    try show(try HarvestFolder(path: output).info(), isJSON: common.json)
  }

  private func importTensors() throws {
    let width = try tensor(of: files[0]).shape[2]
    var (file, layers, start) = (0, [Matrix](), 0)
    try HarvestImport.rows(
      ofSites: site.map { ($0, width) }, format: dtype, to: output
    ) {
      if layers.isEmpty || start == layers[0].rows {
        guard file < files.count else { return nil }
        layers = try self.layers(of: files[file], width: width)
        (file, start) = (file + 1, 0)
      }
      let end = min(start + 4096, layers[0].rows)
      defer { start = end }
      return layers.map { $0.rows(start..<end) }
    }
  }

  /// The rows of each layer, which lie beside each other in the file.
  private func layers(of path: String, width: Int) throws -> [Matrix] {
    let tensor = try tensor(of: path)
    guard tensor.shape[2] == width else {
      throw ValidationError("\(path): width \(tensor.shape[2]), where the first file's is \(width)")
    }
    let rows = tensor.matrix.reshaped(rows: tensor.shape[0], columns: site.count * width)
    return site.indices.map { rows.columns($0 * width..<($0 + 1) * width) }
  }

  private func tensor(of path: String) throws -> Tensor {
    let tensor = try openCheckpoint(at: path).tensor("activations")
    guard tensor.shape.count == 3, tensor.shape[1] == site.count else {
      throw ValidationError(
        """
        \(path): expected activations [token, layer, width] with one --site for each layer, found \
        \(tensor.shape) and \(site.count) sites
        """)
    }
    return tensor
  }
}
