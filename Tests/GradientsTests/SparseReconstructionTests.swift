import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct SparseReconstructionTests {
  let code = selected(normalMatrix(rows: 5, columns: 8, seed: 1), by: TopKSelector(k: 3)).value
  let weight = normalMatrix(rows: 8, columns: 4, seed: 2)
  let bias = normalMatrix(rows: 1, columns: 4, seed: 3)
  let target = normalMatrix(rows: 5, columns: 4, seed: 4)

  @Test func equalsDecodingAndItsError() {
    let prediction = sparseDecode(code, weight: weight, bias: bias).value
    let expected = meanSquaredError(prediction, target: target).value
    let (value, error, _) = sparseReconstruction(
      code, weight: weight, bias: bias, target: target)
    #expect(abs(value - expected) < 1e-6 * expected)
    #expect(relativeDifference(error + target, prediction) < 1e-5)
  }

  @Test(arguments: [4, 70]) func tilesOfManyEntriesAddUpToTheSame(width: Int) {
    let many = selected(normalMatrix(rows: 3, columns: 2500, seed: 5), by: PositiveSelector()).value
    let weight = normalMatrix(rows: 2500, columns: width, seed: 6)
    let bias = normalMatrix(rows: 1, columns: width, seed: 3)
    let target = normalMatrix(rows: 3, columns: width, seed: 7)
    let (_, error, pullback) = sparseReconstruction(
      many, weight: weight, bias: bias, target: target)
    let prediction = sparseDecode(many, weight: weight, bias: bias).value
    #expect(relativeDifference(error + target, prediction) < 1e-5)
    let slopes = Matrix.product(error, weight, transposing: .right)
    var expected: [Float] = []
    for row in 0..<3 {
      for entry in many.offsets[row]..<many.offsets[row + 1] {
        expected.append(2 / 3 * slopes[row, Int(many.indices[entry])])
      }
    }
    #expect(relativeDifference(Matrix(row: pullback(1).code.values), Matrix(row: expected)) < 1e-5)
  }

  @Test func pullbackOfTheEntriesMatchesDifferences() {
    check(at: Matrix(row: code.values)) { values in
      let (value, _, pullback) = sparseReconstruction(
        code.replacingValues(values.elements), weight: weight, bias: bias, target: target)
      return (value, { Matrix(row: pullback($0).code.values) })
    }
  }

  @Test func pullbackOfTheWeightMatchesDifferences() {
    check(at: weight) { weight in
      let (value, _, pullback) = sparseReconstruction(
        code, weight: weight, bias: bias, target: target)
      return (value, { pullback($0).weight.dense })
    }
  }

  @Test func pullbackOfTheBiasMatchesDifferences() {
    check(at: bias) { bias in
      let (value, _, pullback) = sparseReconstruction(
        code, weight: weight, bias: bias, target: target)
      return (value, { pullback($0).bias })
    }
  }

  private func check(
    at x: Matrix, of operation: (Matrix) -> (value: Double, pullback: (Float) -> Matrix)
  ) {
    checkGradient(at: x, weights: Matrix(row: [1.5])) { x in
      let (value, pullback) = operation(x)
      return (Matrix(row: [Float(value)]), { pullback($0[0, 0]) })
    }
  }
}
