import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct LinearTests {
  private let x = normalMatrix(rows: 3, columns: 4, seed: 1)
  private let dvalue = normalMatrix(rows: 3, columns: 5, seed: 2)
  private let bias = normalMatrix(rows: 1, columns: 5, seed: 3)

  private func layer(_ layout: Linear.Layout) -> Linear {
    let plain = normalMatrix(rows: 4, columns: 5, seed: 4)
    return Linear(
      weight: layout == .inputOutput ? plain : plain.transposed, layout: layout, bias: bias)
  }

  @Test func bothLayoutsGiveTheSame() {
    let (a, b) = (layer(.inputOutput)(x), layer(.outputInput)(x))
    #expect(relativeDifference(a.value, b.value) < 1e-6)
    #expect(relativeDifference(a.pullback.x(dvalue), b.pullback.x(dvalue)) < 1e-6)
    let transposed = b.pullback.weight(dvalue).transposed
    #expect(relativeDifference(a.pullback.weight(dvalue), transposed) < 1e-6)
  }

  @Test(arguments: [Linear.Layout.inputOutput, .outputInput], [0, 2])
  func layersSideBySideGiveWhatEachGives(layout: Linear.Layout, start: Int) {
    let whole = layer(layout)
    let parts = [start..<3, 3..<4, 4..<5].map { outputs in
      Linear(
        weight: layout == .inputOutput
          ? whole.weight.columns(outputs) : whole.weight.rows(outputs),
        layout: layout, bias: bias.columns(outputs))
    }
    for (outputs, part) in zip(Linear.outputs(of: parts, for: x), parts) {
      #expect(relativeDifference(outputs, part.outputs(for: x)) < 1e-6)
    }
  }

  @Test(arguments: [Linear.Layout.inputOutput, .outputInput])
  func pullbacksMatchDifferences(layout: Linear.Layout) {
    let layer = layer(layout)
    checkGradient(at: x, weights: dvalue) { x in
      let (value, pullback) = layer(x)
      return (value, pullback.x)
    }
    checkGradient(at: layer.weight, weights: dvalue) { weight in
      let (value, pullback) = Linear(weight: weight, layout: layout, bias: bias)(x)
      return (value, pullback.weight)
    }
    checkGradient(at: bias, weights: dvalue) { bias in
      let (value, pullback) = Linear(weight: layer.weight, layout: layout, bias: bias)(x)
      return (value, pullback.bias)
    }
  }
}
