import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct NormalizationTests {
  private let x = normalMatrix(rows: 3, columns: 6, seed: 1)
  private let dvalue = normalMatrix(rows: 3, columns: 6, seed: 2)
  private let perRow = normalMatrix(rows: 3, columns: 1, seed: 3)

  @Test(arguments: [true, false])
  func pullbackMatchesDifferences(isCentred: Bool) {
    checkGradient(at: x, weights: dvalue) { x in
      let (value, pullback) = normalized(x, isCentred: isCentred, epsilon: 0.1)
      return (value.quotient, pullback)
    }
  }

  @Test func theStepsOfANormalizationMatchDifferences() {
    checkGradient(at: x, weights: dvalue, of: centred)
    checkGradient(at: x, weights: perRow) { rootMeanSquare($0, epsilon: 0.1) }
    let divisor = Matrix(rows: 3, columns: 1, elements: [1.5, -2, 0.75])
    checkGradient(at: x, weights: dvalue) { x in
      let (value, pullback) = divided(x, by: divisor)
      return (value, pullback.x)
    }
    checkGradient(at: divisor, weights: dvalue) { divisor in
      let (value, pullback) = divided(x, by: divisor)
      return (value, pullback.divisor)
    }
  }

  @Test func theStepsMakeTheWhole() {
    let whole = normalized(x, isCentred: true, epsilon: 0.1)
    let centre = centred(x).value
    let scale = rootMeanSquare(centre, epsilon: 0.1).value
    #expect(relativeDifference(whole.value.scale, scale) < 1e-6)
    #expect(relativeDifference(whole.value.quotient, divided(centre, by: scale).value) < 1e-6)
  }

  @Test func scalingMatchesDifferences() {
    let weights = NormalizationWeights(
      scale: normalMatrix(rows: 1, columns: 6, seed: 4),
      shift: normalMatrix(rows: 1, columns: 6, seed: 5))
    checkGradient(at: x, weights: dvalue) { x in
      let (value, pullback) = scaled(x, by: weights)
      return (value, pullback.x)
    }
    checkGradient(at: weights.scale, weights: dvalue) { scale in
      let (value, pullback) = scaled(
        x, by: NormalizationWeights(scale: scale, shift: weights.shift))
      return (value, pullback.scale)
    }
    checkGradient(at: normalMatrix(rows: 1, columns: 6, seed: 5), weights: dvalue) { shift in
      let (value, pullback) = scaled(
        x, by: NormalizationWeights(scale: weights.scale, shift: shift))
      return (value, pullback.shift)
    }
  }
}
