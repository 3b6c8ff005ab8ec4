import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct HeadwiseLinearTests {
  private func layer(_ layout: Linear.Layout, inputs: Int, outputs: Int) -> Linear {
    let plain = normalMatrix(rows: inputs, columns: outputs, seed: 4)
    return Linear(
      weight: layout == .inputOutput ? plain : plain.transposed, layout: layout,
      bias: normalMatrix(rows: 1, columns: outputs, seed: 5))
  }

  /// Heads that all read the same are the layer itself; what heads write adds up to it.
  @Test(arguments: [Linear.Layout.inputOutput, .outputInput])
  func addsUpToTheLayer(layout: Linear.Layout) {
    let reading = layer(layout, inputs: 3, outputs: 6)
    let x = normalMatrix(rows: 2, columns: 3, seed: 1)
    let same = HeadwiseLinear(layer: reading, headCount: 2, side: .outputs)
    let value = same(repeated(x, headCount: 2).value).value
    #expect(relativeDifference(value, reading(x).value) < 1e-6)

    let writing = layer(layout, inputs: 6, outputs: 3)
    let z = normalMatrix(rows: 2, columns: 6, seed: 2)
    let each = HeadwiseLinear(layer: writing, headCount: 2, side: .inputs)
    var sum = sumOfHeads(each(z).value, headCount: 2).value
    sum.addToRows(normalMatrix(rows: 1, columns: 3, seed: 5))
    #expect(relativeDifference(sum, writing(z).value) < 1e-6)
  }

  @Test(
    arguments: [Linear.Layout.inputOutput, .outputInput],
    [HeadwiseLinear.Side.inputs, .outputs])
  func pullbacksMatchDifferences(layout: Linear.Layout, side: HeadwiseLinear.Side) {
    let layer = layer(layout, inputs: 4, outputs: 6)
    let (inputs, outputs) = side == .inputs ? (4, 12) : (8, 6)
    let x = normalMatrix(rows: 2, columns: inputs, seed: 1)
    let dvalue = normalMatrix(rows: 2, columns: outputs, seed: 2)
    checkGradient(at: x, weights: dvalue) { x in
      let (value, pullback) = HeadwiseLinear(layer: layer, headCount: 2, side: side)(x)
      return (value, pullback.x)
    }
    checkGradient(at: layer.weight, weights: dvalue) { weight in
      let moved = Linear(weight: weight, layout: layout, bias: layer.bias)
      let (value, pullback) = HeadwiseLinear(layer: moved, headCount: 2, side: side)(x)
      return (value, pullback.weight)
    }
  }

  @Test func repeatingAndSummingHeadsMatchDifferences() {
    let x = normalMatrix(rows: 2, columns: 6, seed: 1)
    checkGradient(at: x, weights: normalMatrix(rows: 2, columns: 12, seed: 2)) {
      repeated($0, headCount: 2)
    }
    checkGradient(at: x, weights: normalMatrix(rows: 2, columns: 3, seed: 3)) {
      sumOfHeads($0, headCount: 2)
    }
  }
}
