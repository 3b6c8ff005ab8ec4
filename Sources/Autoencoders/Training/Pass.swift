import Gradients
import Tensors

/// What a batch is to a trainer: activations multiplied by its scales.
struct ScaledBatch: Sendable {
  /// What is encoded, shape `[batch, dIn]`.
  let input: Matrix

  /// What is to be made of it, shape `[batch, dOut]`.
  let target: Matrix
}

/// What a batch says: its losses, which features it turned on, and the gradients.
struct Pass: Sendable {
  var losses: Losses
  var gradients: AutoencoderGradients

  /// In how many rows each feature is on.
  var onCounts: [Int32]

  /// The least value that was kept, where features of all rows compete; nil where none was.
  var leastKept: Float?

  /// The part of pre-activations that a sparse pass chooses; nil where it is that of those on.
  var chosenDensity: Double?

  /// The terms of a loss, each with its weight.
  struct Losses: Sendable {
    /// The mean over rows of the squared error.
    var reconstruction = 0.0

    /// The same for the inner widths of a Matryoshka autoencoder.
    var inner: [Double] = []

    /// The penalty on features that are on.
    var sparsity = 0.0

    /// What revives dead features, or trains gates.
    var auxiliary = 0.0

    /// What is minimized.
    var total: Double { reconstruction + inner.reduce(0, +) + sparsity + auxiliary }
  }

  /// The mean number of features on in a row.
  func meanOnCount(rows: Int) -> Double {
    Double(onCounts.reduce(0) { $0 + Int($1) }) / Double(rows)
  }
}
