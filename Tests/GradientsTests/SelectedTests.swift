import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct SelectedTests {
  @Test func pullbackMatchesDifferences() {
    // Far enough apart that no step changes the choice.
    let x = Matrix(rows: 2, columns: 4, elements: [4, -1, 3, 2, 1, 5, -3, -4])
    let weights = normalMatrix(rows: 2, columns: 4, seed: 1)
    checkGradient(at: x, weights: weights) { x in
      let (code, pullback) = selected(x, by: TopKSelector(k: 2))
      return (code.dense, { pullback(code.picking(from: $0)).dense })
    }
  }
}

extension SparseCode {
  /// This code's entries with the elements of a dense gradient as values.
  func picking(from dense: Matrix) -> SparseCode {
    replacingValues(
      (0..<rows).flatMap { row in
        (offsets[row]..<offsets[row + 1]).map { dense[row, Int(indices[$0])] }
      })
  }
}
