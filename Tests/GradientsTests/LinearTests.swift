import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct LinearTests {
  let x = normalMatrix(rows: 4, columns: 3, seed: 1)
  let weight = normalMatrix(rows: 3, columns: 5, seed: 2)
  let bias = normalMatrix(rows: 1, columns: 5, seed: 3)
  let gradient = normalMatrix(rows: 4, columns: 5, seed: 4)

  @Test func pullbackOfTheInputMatchesDifferences() {
    checkGradient(at: x, weights: gradient) { x in
      let (value, pullback) = linear(x, weight: weight, bias: bias)
      return (value, { pullback($0).x })
    }
  }

  @Test func pullbackOfTheWeightMatchesDifferences() {
    checkGradient(at: weight, weights: gradient) { weight in
      let (value, pullback) = linear(x, weight: weight)
      return (value, { pullback($0).weight })
    }
  }

  @Test func pullbackOfTheBiasMatchesDifferences() {
    checkGradient(at: bias, weights: gradient) { bias in
      let (value, pullback) = linear(x, weight: weight, bias: bias)
      return (value, { pullback($0).bias })
    }
  }
}
