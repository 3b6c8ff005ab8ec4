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
  private(set) var moments: [String: Adam.Moments]

  private let isTied: Bool

  /// Takes up the weights of a model that has not been trained yet.
  init(of model: Transformer, isTied: Bool) {
    self.isTied = isTied
    weights = model.stateDictionary
    if isTied { weights[WeightName.unembedding] = nil }
    names = weights.keys.sorted()
    moments = weights.mapValues { Adam.Moments(of: $0.matrix) }
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

  /// Moves every weight: a step of AdamW.
  ///
  ///     w = w − rate · decay · w       for matrices of weights
  ///     w = Adam(w, scale · gradient)
  ///
  /// Source: Loshchilov and Hutter 2019, <https://arxiv.org/abs/1711.05101>, algorithm 2, with the
  /// decay scaled by the learning rate as in PyTorch's `AdamW`.
  mutating func move(
    by gradients: [String: Matrix], scale: Float, _ configuration: PretrainingConfiguration,
    step: Int, rate: Float
  ) {
    for name in names {
      guard var gradient = gradients[name], let weight = weights.removeValue(forKey: name),
        var moments = moments.removeValue(forKey: name)
      else { continue }
      let shape = weight.shape
      var matrix = weight.matrix
      if scale != 1 { gradient.scale(by: scale) }
      if Self.decays(name) { matrix.scale(by: 1 - rate * configuration.weightDecay) }
      configuration.optimizer.update(
        &matrix, moments: &moments, gradient: gradient, step: step, rate: rate)
      weights[name] = Tensor(matrix, shape: shape)
      self.moments[name] = moments
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
      moments[name] = Adam.Moments(
        first: try matrix("first.\(name)", shape, of: file),
        second: try matrix("second.\(name)", shape, of: file))
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
