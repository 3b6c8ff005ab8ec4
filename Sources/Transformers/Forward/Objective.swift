public import Tensors

/// A number that a run's logits give, whose gradient is wanted.
public enum Objective: Sendable {
  /// The logit of one token less that of another at one position, summed over the sequences.
  ///
  /// `right` and `wrong` hold a token for each sequence, or one for all. A negative position counts
  /// from the end.
  case logitDifferences(right: [Int], wrong: [Int], position: Int)

  /// The mean cross-entropy of every token but each sequence's first, given what is before it.
  case loss

  /// What a function makes of the logits that the run asks for, `[position, dVocab]`, and its
  /// gradient, shaped like them.
  case function(@Sendable (Matrix) -> (value: Double, gradient: Matrix))

  /// The logit of one token less that of another at one position, summed over the sequences.
  public static func logitDifference(right: Int, wrong: Int, position: Int = -1) -> Objective {
    .logitDifferences(right: [right], wrong: [wrong], position: position)
  }
}

extension Objective {
  /// The value and gradient at the logits of one position of every sequence, `[sequence, dVocab]`.
  static func difference(
    _ logits: Matrix, right: [Int], wrong: [Int]
  ) -> (value: Double, gradient: Matrix) {
    var gradient = Matrix(rows: logits.rows, columns: logits.columns)
    var value = 0.0
    for row in 0..<logits.rows {
      let (plus, minus) = (right[row % right.count], wrong[row % wrong.count])
      value += Double(logits[row, plus]) - Double(logits[row, minus])
      gradient[row, plus] += 1
      gradient[row, minus] -= 1
    }
    return (value, gradient)
  }
}
