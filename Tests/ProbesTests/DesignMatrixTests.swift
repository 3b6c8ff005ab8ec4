import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct DesignMatrixTests {
  @Test func sparseRowsGiveTheSameFit() throws {
    var x = normalMatrix(rows: 80, columns: 12, seed: 6)
    for row in 0..<80 { for column in 0..<12 where x[row, column] < 0.4 { x[row, column] = 0 } }
    let labels = (0..<80).map { x[$0, 2] > x[$0, 3] }
    let dense = try LogisticRegression(C: 1).fit(x, labels: labels)
    let sparse = try LogisticRegression(C: 1).fit(
      try PreparedRows(SparseRows(x)), labels: labels)
    #expect(abs(dense.objective - sparse.objective) < 1e-9 * dense.objective)
    #expect(dense.coefficients.map { $0 == 0 } == sparse.coefficients.map { $0 == 0 })
  }

  @Test func sparseAndDenseRowsAddUpAlike() throws {
    let x = normalMatrix(rows: 37, columns: 9, seed: 7)
    let weights = (0..<37).map { Double($0 % 4) - 1 }
    let sparse = SparseRows(x)
    let means = x.weightedColumnSums([Double](repeating: 1.0 / 37, count: 37))
    for (a, b) in [
      (x.weightedColumnSums(weights), sparse.weightedColumnSums(weights)),
      (
        x.weightedSquares(weights.map(abs), around: means),
        sparse.weightedSquares(weights.map(abs), around: means)
      ),
    ] {
      for (a, b) in zip(a, b) { #expect(abs(a - b) < 1e-9) }
    }
    #expect(x.gatheredColumns([4, 0]) == sparse.gatheredColumns([4, 0]))
    var broken = x
    broken[5, 5] = .infinity
    #expect(SparseRows(broken).firstBadRow() == 5 && broken.firstBadRow() == 5)
    let error = #expect(throws: ProbeError.self) { try PreparedRows(broken) }
    #expect(error?.description == "row 5 has a number that is not finite")
  }
}
