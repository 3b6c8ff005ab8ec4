import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct GatingTests {
  @Test func pullbacksMatchDifferences() {
    let x = normalMatrix(rows: 2, columns: 3, seed: 1)
    let gate = normalMatrix(rows: 2, columns: 3, seed: 2)
    let dvalue = normalMatrix(rows: 2, columns: 3, seed: 3)
    checkGradient(at: x, weights: dvalue) { x in
      let (value, pullback) = gated(x, by: gate)
      return (value, pullback.x)
    }
    checkGradient(at: gate, weights: dvalue) { gate in
      let (value, pullback) = gated(x, by: gate)
      return (value, pullback.gate)
    }
  }
}
