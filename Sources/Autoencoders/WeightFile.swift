import Checkpoints
import Gradients
import Tensors

/// The tensors of `sae_weights.safetensors`, of the shapes that `cfg.json` announces.
struct WeightFile {
  private let file: SafetensorsFile
  private(set) var encoderWeight: Matrix
  private(set) var encoderBias: Matrix
  private(set) var decoderWeight: Matrix
  let decoderBias: Matrix

  /// Opens a file of weights whose encoder's bias has the name `bias`.
  init(
    path: String, inputWidth: Int, width: Int, outputWidth: Int, bias: String
  ) throws(AutoencoderError) {
    guard inputWidth >= 1 && width >= 1 && outputWidth >= 1 else {
      throw AutoencoderError(
        code: .badFile, message: "cfg.json announces \(width) features of width \(inputWidth)",
        path: path)
    }
    do {
      file = try SafetensorsFile(path: path)
    } catch {
      throw AutoencoderError(error)
    }
    encoderWeight = try tensor("W_enc", of: file, shape: [inputWidth, width])
    encoderBias = try tensor(bias, of: file, shape: [width])
    decoderWeight = try tensor("W_dec", of: file, shape: [width, outputWidth])
    decoderBias = try tensor("b_dec", of: file, shape: [outputWidth])
  }

  /// A number for each feature, such as the thresholds of a JumpReLU autoencoder; shape `[1, dSAE]`.
  func featureRow(_ name: String) throws(AutoencoderError) -> Matrix {
    try tensor(name, of: file, shape: [encoderBias.columns])
  }

  /// What leads past the code of a skip transcoder, shape `[dOut, dIn]`.
  func skipWeight() throws(AutoencoderError) -> Matrix {
    try tensor("W_skip", of: file, shape: [decoderWeight.columns, encoderWeight.rows])
  }

  /// Brings decoder rows to norm 1, and multiplies what leads to each feature by its row's norm.
  mutating func foldDecoderNorm() {
    let norms = (0..<decoderWeight.rows).map { index in
      max(Float(squaredNorm(decoderWeight[row: index]).squareRoot()), 1e-8)
    }
    decoderWeight.forEachRow { index, row in
      for i in row.indices { row[i] /= norms[index] }
    }
    encoderWeight.forEachRow { _, row in
      for i in row.indices { row[i] *= norms[i] }
    }
    encoderBias.forEachRow { _, row in
      for i in row.indices { row[i] *= norms[i] }
    }
  }
}

/// A tensor of one or two axes as a matrix; one axis is a row.
func tensor(
  _ name: String, of file: SafetensorsFile, shape: [Int]
) throws(AutoencoderError) -> Matrix {
  guard let info = file.info(name), info.shape == shape else {
    throw AutoencoderError(
      code: .badFile,
      message: """
        expected a tensor '\(name)' of shape \(shape), \
        found \(file.info(name).map { "shape \($0.shape)" } ?? "none of that name")
        """, path: file.path)
  }
  let matrix: Matrix
  do {
    matrix = try file.tensor(name).matrix
  } catch {
    throw AutoencoderError(error)
  }
  guard squaredNorm(of: matrix).isFinite else {
    throw AutoencoderError(
      code: .notFinite, message: "tensor '\(name)' has a number that is not finite",
      path: file.path)
  }
  return matrix
}
