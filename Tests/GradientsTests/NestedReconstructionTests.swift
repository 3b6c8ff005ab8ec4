import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct NestedReconstructionTests {
  let weight = normalMatrix(rows: 9, columns: 4, seed: 1)
  let bias = normalMatrix(rows: 1, columns: 4, seed: 2)
  let target = normalMatrix(rows: 6, columns: 4, seed: 3)
  let code = selected(normalMatrix(rows: 6, columns: 9, seed: 4), by: PositiveSelector()).value

  private func total(_ values: [Double]) -> Matrix { Matrix(row: [Float(values.reduce(0, +))]) }

  @Test(arguments: [[], [3], [2, 7]] as [[Int]]) func sumsThePartsErrors(widths: [Int]) {
    let found = nestedReconstruction(
      code, weight: weight, bias: bias, target: target, widths: widths)
    let dense = code.dense
    for (value, width) in zip(found.values, widths + [9]) {
      let part = linear(
        dense.columns(0..<width).contiguous, weight: weight.rows(0..<width), bias: bias
      ).value
      #expect(abs(value - meanSquaredError(part, target: target).value) < 1e-4)
    }
  }

  @Test(arguments: [[], [3], [2, 7]] as [[Int]]) func gradientsMatchDifferences(widths: [Int]) {
    let one = Matrix(row: [1])
    func run(_ code: SparseCode, _ weight: Matrix, _ bias: Matrix) -> (Matrix, DecodeGradient) {
      let found = nestedReconstruction(
        code, weight: weight, bias: bias, target: target, widths: widths)
      return (total(found.values), found.pullback(1))
    }
    checkGradient(at: weight, weights: one) { weight in
      let (value, gradient) = run(code, weight, bias)
      return (value, { _ in gradient.weight.dense })
    }
    checkGradient(at: bias, weights: one) { bias in
      let (value, gradient) = run(code, weight, bias)
      return (value, { _ in gradient.bias })
    }
    checkGradient(at: Matrix(row: code.values), weights: one) { values in
      let (value, gradient) = run(code.replacingValues(values.elements), weight, bias)
      return (value, { _ in Matrix(row: gradient.code.values) })
    }
  }
}
