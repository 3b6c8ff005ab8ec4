import Checkpoints
import Gradients
import Tensors
import Transformers

/// The weights that a trainer moves, under TransformerLens's names and with its axes, and what the
/// optimizer remembers of their gradients.
struct ParameterSet: Sendable {
  /// Names in the order in which norms are summed and files are written.
  let names: [String]

  private(set) var weights: [String: Tensor]

  /// The running means of each weight's gradients, and of their squares.
  private var moments: [String: (first: Matrix, second: Matrix)]

  private let isTied: Bool

  /// Takes up the weights of a model that has not been trained yet.
  init(of model: Transformer, isTied: Bool) {
    self.isTied = isTied
    weights = model.stateDictionary
    if isTied { weights[WeightName.unembedding] = nil }
    names = weights.keys.sorted()
    moments = weights.mapValues { weight in
      let zeros = Matrix(rows: weight.matrix.rows, columns: weight.matrix.columns)
      return (zeros, zeros)
    }
  }

  /// Every weight that a model needs, the unembedding made from the embedding where they are tied.
  var stateDictionary: [String: Tensor] {
    guard isTied, let embedding = weights[WeightName.embedding] else { return weights }
    let unembedding = embedding.matrix.transposed
    let shape = [unembedding.rows, unembedding.columns]
    return weights.merging([WeightName.unembedding: Tensor(unembedding, shape: shape)]) { $1 }
  }

  /// Puts other numbers in the place of a weight.
  mutating func setWeight(_ name: String, _ weight: Tensor) { weights[name] = weight }

  /// The gradients by name, that of a tied unembedding added to the embedding's.
  func collected(_ gradients: [String: Tensor]) -> [String: Matrix] {
    var result = gradients.mapValues(\.matrix)
    guard isTied, let unembedding = result.removeValue(forKey: WeightName.unembedding) else {
      return result
    }
    result[WeightName.embedding]? += unembedding.transposed
    return result
  }

  /// Moves every weight: a step of AdamW, whose decay biases and normalizations are spared.
  mutating func move(
    by gradients: [String: Matrix], scale: Float, _ configuration: PretrainingConfiguration,
    step: Int, rate: Float
  ) {
    for name in names {
      guard let gradient = gradients[name], let weight = weights.removeValue(forKey: name),
        var (first, second) = moments.removeValue(forKey: name)
      else { continue }
      let shape = weight.shape
      var matrix = weight.matrix
      var optimizer = configuration.optimizer
      if !Self.decays(name) { optimizer.weightDecay = 0 }
      optimizer.update(
        &matrix, first: &first, second: &second, gradient: gradient, scale: scale, step: step,
        rate: rate)
      weights[name] = Tensor(matrix, shape: shape)
      moments[name] = (first, second)
    }
  }

  /// Whether a weight is a matrix that maps one space to another, and no bias or scale.
  static func decays(_ name: String) -> Bool {
    name.split(separator: ".").last?.drop { $0 == "_" }.hasPrefix("W_") ?? false
  }
}

extension ParameterSet {
  /// The weights and moments as a file's tensors.
  var items: [SafetensorsItem] {
    names.flatMap { name -> [SafetensorsItem] in
      guard let weight = weights[name], let moments = moments[name] else { return [] }
      return [
        SafetensorsItem(name, weight),
        SafetensorsItem("first.\(name)", Tensor(moments.first, shape: weight.shape)),
        SafetensorsItem("second.\(name)", Tensor(moments.second, shape: weight.shape)),
      ]
    }
  }

  /// Takes up what `items` wrote.
  mutating func restore(from file: SafetensorsFile) throws(PretrainingError) {
    for name in names {
      guard let shape = weights[name]?.shape else { continue }
      weights[name] = Tensor(try matrix(name, shape, of: file), shape: shape)
      moments[name] = (
        try matrix("first.\(name)", shape, of: file), try matrix("second.\(name)", shape, of: file)
      )
    }
  }

  /// A copy of a file's tensor: training writes to it, and the file may be replaced.
  private func matrix(
    _ name: String, _ shape: [Int], of file: SafetensorsFile
  ) throws(PretrainingError) -> Matrix {
    do {
      let tensor = try file.tensor(name)
      guard tensor.shape == shape else {
        throw PretrainingError(
          code: .badFile,
          message: "tensor '\(name)' has shape \(tensor.shape), expected \(shape)",
          path: file.path)
      }
      let matrix = tensor.matrix
      return Matrix(rows: matrix.rows, columns: matrix.columns, elements: matrix.elements)
    } catch let error as PretrainingError {
      throw error
    } catch {
      throw PretrainingError(code: .badFile, message: "\(error)", path: file.path)
    }
  }
}
