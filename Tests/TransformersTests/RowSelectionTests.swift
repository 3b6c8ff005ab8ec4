import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct RowSelectionTests {
  @Test func pullbackAddsUpRepeatedRows() {
    let table = normalMatrix(rows: 4, columns: 3, seed: 1)
    checkGradient(at: table, weights: normalMatrix(rows: 5, columns: 3, seed: 2)) {
      rows(of: $0, at: [2, 0, 2, 3, 2])
    }
  }
}
