import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct SparseDecodeTests {
  let code = selected(normalMatrix(rows: 5, columns: 8, seed: 1), by: TopKSelector(k: 3)).value
  let weight = normalMatrix(rows: 8, columns: 4, seed: 2)
  let bias = normalMatrix(rows: 1, columns: 4, seed: 3)
  let gradient = normalMatrix(rows: 5, columns: 4, seed: 4)

  @Test func equalsTheDenseProduct() {
    let expected = linear(code.dense, weight: weight, bias: bias).value
    let value = sparseDecode(code, weight: weight, bias: bias).value
    #expect(relativeDifference(value, expected) < 1e-5)
  }

  @Test func pullbackOfTheEntriesMatchesDifferences() {
    checkGradient(at: Matrix(row: code.values), weights: gradient) { values in
      let (value, pullback) = sparseDecode(
        code.replacingValues(values.elements), weight: weight, bias: bias)
      return (value, { Matrix(row: pullback($0).code.values) })
    }
  }

  @Test func pullbackOfTheWeightMatchesDifferences() {
    checkGradient(at: weight, weights: gradient) { weight in
      let (value, pullback) = sparseDecode(code, weight: weight)
      return (value, { pullback($0).weight.dense })
    }
  }

  @Test func pullbackOfTheBiasMatchesDifferences() {
    checkGradient(at: bias, weights: gradient) { bias in
      let (value, pullback) = sparseDecode(code, weight: weight, bias: bias)
      return (value, { pullback($0).bias })
    }
  }
}
