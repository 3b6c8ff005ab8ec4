import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct SparseEncodeTests {
  let x = normalMatrix(rows: 6, columns: 4, seed: 1)
  let weight = normalMatrix(rows: 10, columns: 4, seed: 2)
  let bias = normalMatrix(rows: 1, columns: 10, seed: 3, scale: 0.1)
  let gradient = normalMatrix(rows: 6, columns: 10, seed: 4)
  let selector = TopKSelector(k: 3)

  @Test func equalsTheDenseProductAndChoice() {
    let code = sparseEncode(x, weight: weight, bias: bias, selecting: [selector]).value[0]
    let dense = linear(x, weight: weight.transposed, bias: bias).value
    let expected = selected(dense, by: selector).value
    #expect(code.indices == expected.indices && code.offsets == expected.offsets)
    #expect(relativeDifference(code.dense, expected.dense) < 1e-5)
  }

  // A step of 1e-3 changes no choice here; float32 then leaves 5e-3.
  @Test func pullbackOfTheWeightMatchesDifferences() {
    checkGradient(at: weight, weights: gradient, step: 1e-3, tolerance: 5e-3) { weight in
      let (codes, pullback) = sparseEncode(
        x, weight: weight, bias: bias, selecting: [selector])
      return (codes[0].dense, { pullback([codes[0].picking(from: $0)]).weight.dense })
    }
  }

  @Test func pullbackOfTheBiasMatchesDifferences() {
    checkGradient(at: bias, weights: gradient, step: 1e-3, tolerance: 5e-3) { bias in
      let (codes, pullback) = sparseEncode(
        x, weight: weight, bias: bias, selecting: [selector])
      return (codes[0].dense, { pullback([codes[0].picking(from: $0)]).bias })
    }
  }

  @Test func gradientsOfSeveralCodesAdd() {
    let rest = TopKSelector(k: 2, among: [1, 5, 8])
    let both = sparseEncode(x, weight: weight, bias: bias, selecting: [selector, rest])
    let gradients = both.value.map { $0.picking(from: gradient) }
    let sum = both.pullback(gradients)
    let parts = zip([selector, rest], gradients).map { selector, gradient in
      sparseEncode(x, weight: weight, bias: bias, selecting: [selector]).pullback([gradient])
    }
    #expect(sum.weight.dense == parts[0].weight.dense + parts[1].weight.dense)
    #expect(sum.bias == parts[0].bias + parts[1].bias)
  }

  @Test func doesNotDependOnTheNumberOfThreads() {
    let x = normalMatrix(rows: 600, columns: 8, seed: 5)
    let weight = normalMatrix(rows: 40, columns: 8, seed: 6)
    let bias = Matrix(rows: 1, columns: 40)
    let count = Threads.count
    let codes = [1, 2].map { threads in
      Threads.count = threads
      return sparseEncode(x, weight: weight, bias: bias, selecting: [selector]).value[0]
    }
    Threads.count = count
    #expect(codes[0] == codes[1])
  }
}
