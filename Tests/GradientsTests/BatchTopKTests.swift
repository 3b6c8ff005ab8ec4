import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct BatchTopKTests {
  let x = normalMatrix(rows: 70, columns: 5, seed: 1)
  let weight = normalMatrix(rows: 9, columns: 5, seed: 2)
  let bias = normalMatrix(rows: 1, columns: 9, seed: 3)

  @Test(arguments: [nil, 0, 0.5, 100] as [Float?], [false, true])
  func keepsTheLargestOfAll(bound: Float?, isWeighted: Bool) {
    let weights = isWeighted ? (0..<9).map { 0.5 + Float($0) / 4 } : nil
    let (code, least, second) = batchTopK(
      of: x, weight: weight, bias: bias, count: 100, weights: weights, bound: bound,
      alongside: PositiveSelector())
    let dense = linear(x, weight: weight.transposed, bias: bias).value
    var ranked: [(value: Float, row: Int, feature: Int)] = []
    for row in 0..<70 {
      for feature in 0..<9 where dense[row, feature] > 0 {
        ranked.append((dense[row, feature] * (weights?[feature] ?? 1), row, feature))
      }
    }
    ranked.sort { $0.value > $1.value }
    var expected = Matrix(rows: 70, columns: 9)
    for entry in ranked.prefix(100) {
      expected[entry.row, entry.feature] = dense[entry.row, entry.feature]
    }
    #expect(code.indices.count == 100)
    #expect(relativeDifference(code.dense, expected) < 1e-5)
    #expect(abs((least ?? 0) - ranked[99].value) < 1e-5)
    #expect(second?.indices.count == ranked.count)
  }

  @Test func keepsAllThatArePositiveWhereThereAreTooFew() {
    let (code, least, _) = batchTopK(of: x, weight: weight, bias: bias, count: 70 * 9)
    let dense = relu(linear(x, weight: weight.transposed, bias: bias).value).value
    #expect(relativeDifference(code.dense, dense) < 1e-5)
    #expect((least ?? 0) > 0)
  }
}
