import Autoencoders
import Tensors
import TestSupport
import Testing

@Suite struct PrincipalComponentsTests {
  @Test func findsThePlaneThatRowsLieIn() throws {
    let plane = normalMatrix(rows: 2, columns: 6, seed: 1)
    var rows = Matrix.product(normalMatrix(rows: 50, columns: 2, seed: 2), plane)
    rows.addToRows(normalMatrix(rows: 1, columns: 6, seed: 3, scale: 4))
    let components = try PrincipalComponents(of: rows)
    #expect(components.variances[1] > 1e-2 && components.variances[2] < 1e-9)
    #expect(relativeDifference(components.reconstruct(rows, k: 2), rows) < 1e-5)
    let explained = try [0, 1, 2].map {
      try rankKExplainedVariance(k: $0, of: rows, fittedTo: rows).global
    }
    #expect(abs(explained[0]) < 1e-6 && explained[1] < explained[2])
    #expect(abs(explained[2] - 1) < 1e-6)
    let variances = components.variances
    #expect(abs(explained[1] - variances[0] / (variances[0] + variances[1])) < 1e-5)
  }

  @Test func refusesTooFewRows() {
    let error = #expect(throws: AutoencoderError.self) {
      try PrincipalComponents(of: Matrix(rows: 1, columns: 2))
    }
    #expect(error?.code == .tooLittleData)
  }
}
