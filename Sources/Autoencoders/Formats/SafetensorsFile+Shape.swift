import Checkpoints
import Gradients
import Tensors

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
