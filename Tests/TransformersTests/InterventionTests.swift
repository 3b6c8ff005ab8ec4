import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct InterventionTests {
  private let batch = Batch([[1, 2, 3], [4, 5]])
  private let x = normalMatrix(rows: 5, columns: 4, seed: 1)
  private let dvalue = normalMatrix(rows: 5, columns: 4, seed: 2)

  private func check(_ edit: Intervention.Edit) throws {
    let change = Intervention(site: "", positions: .at([-1, 0]), columns: [1, 3], edit: edit)
    _ = try change(x, batch: batch)
    checkGradient(at: x, weights: dvalue) { x in
      guard let result = try? change(x, batch: batch) else { return (x, { $0 }) }
      return result
    }
  }

  @Test func pullbacksMatchDifferences() throws {
    try check(.zero)
    try check(.set(Matrix(row: [2, 3])))
    try check(.add(Matrix(row: [2, 3])))
    try check(.scale(-1.5))
    try check(.operation { ActivationFunction.silu($0) })
  }

  @Test func noGradientGoesThroughAFunction() throws {
    let change = Intervention(site: "", columns: [2], edit: .function { $0 })
    let (value, pullback) = try change(x, batch: batch)
    #expect(value == x)
    var expected = dvalue
    for row in 0..<5 { expected[row, 2] = 0 }
    #expect(pullback(dvalue) == expected)
  }
}
