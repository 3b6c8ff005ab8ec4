import Checkpoints
import Tensors

extension TrainingRows {
  /// Writes the rows to a safetensors file: `input` and, where there is one, `target`.
  func write(to path: String) throws(AutoencoderError) {
    var tensors = [("input", Tensor(input, shape: [input.rows, input.columns]))]
    if let target {
      tensors.append(("target", Tensor(target, shape: [target.rows, target.columns])))
    }
    do {
      try Safetensors.write(tensors, to: path)
    } catch {
      throw AutoencoderError(error)
    }
  }
}
