import Foundation
import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct ActivationFunctionTests {
  /// What torch 2.15 gives at −2, −0.5, 0.25 and 3, by TransformerLens's functions.
  @Test(
    arguments: [
      (ActivationFunction.gelu, [-0.0455001, -0.15426879, 0.14967656, 2.99595022]),
      (.geluNew, [-0.04540229, -0.154286, 0.14967535, 2.99636269]),
      (.geluFast, [-0.04540229, -0.154286, 0.14967535, 2.99636269]),
      (.relu, [0, 0, 0.25, 3]),
      (.silu, [-0.23840584, -0.18877034, 0.14054413, 2.85772252]),
      (.solu, [-0.01224121, -0.01371532, 0.01451767, 2.72513413]),
      (.soluLN, [-0.01224121, -0.01371532, 0.01451767, 2.72513413]),
    ] as [(ActivationFunction, [Float])])
  func equalsTorch(activation: ActivationFunction, expected: [Float]) {
    let found = activation(Matrix(row: [-2, -0.5, 0.25, 3])).value
    #expect(relativeDifference(found, Matrix(row: expected)) < 1e-5)
  }

  @Test(arguments: ActivationFunction.allCases)
  func pullbackMatchesDifferences(activation: ActivationFunction) {
    // Away from the kink of relu at 0.
    let x = Matrix(rows: 2, columns: 4, elements: [-2, -0.5, 0.25, 3, 0.1, -0.1, 1, -1])
    checkGradient(at: x, weights: normalMatrix(rows: 2, columns: 4, seed: 1)) { activation($0) }
  }

  /// The library's error function in double precision is the reference, tails included.
  @Test func exactGELUIsExact() {
    let x = (-120...120).map { Float($0) / 10 }
    let found = ActivationFunction.gelu(Matrix(row: x)).value
    for (index, value) in x.enumerated() {
      let expected = 0.5 * Double(value) * erfc(-Double(value) / 2.0.squareRoot())
      #expect(abs(Double(found[0, index]) - expected) < 1e-5 * abs(expected) + 1e-30)
    }
  }

  @Test(arguments: [ActivationFunction.gelu, .geluNew, .silu])
  func farFromZeroItIsTheIdentityOrZero(activation: ActivationFunction) {
    let found = activation(Matrix(row: [100, -100, 1e20, -1e20, .nan])).value
    #expect(found[0, 0] == 100 && abs(found[0, 1]) < 1e-30)
    #expect(found[0, 2] == 1e20 && found[0, 3] == 0)
    #expect(found[0, 4].isNaN)
  }
}
