import Tensors
import TestSupport
import Testing

@testable import Transformers

/// Gradients of a real model, against differences.
@Suite(.enabled(if: SmolLM2.path != nil, "needs `thresher pull smollm2-135m`"))
struct SmolLM2GradientTests {
  private let tokens = [1, 504, 3575, 282, 4649, 314]
  private let right = 7042
  private let wrong = 2240

  /// Where the slope is taken from six points, and what each counts for; exact up to degree 6.
  private let stencil: [(place: Float, weight: Double)] = [
    (-3, -1.0 / 60), (-2, 3.0 / 20), (-1, -3.0 / 4), (1, 3.0 / 4), (2, -3.0 / 20), (3, 1.0 / 60),
  ]

  /// Ten random coordinates, in as many layers; a run from the moved layer on gives the slope.
  ///
  /// A step is a fifth of the row's usual magnitude: at half of that rounding begins to show in the
  /// smallest gradients, a ten-thousandth of the largest. They agree to 0.8 %, most to 0.05 %.
  @Test func gradientsMatchDifferences() throws {
    let model = try SmolLM2.model.get()
    let layers = stride(from: 0, to: model.configuration.layerCount, by: 3)
    let sites = Set(layers.map { "blocks.\($0).hook_resid_pre" })
    let objective = Objective.logitDifference(right: right, wrong: wrong)
    let result = try model(Run([tokens], gradientOf: objective, at: sites, sites: sites))
    var random = SplittableRandom(seed: 5)
    for layer in layers {
      let site = "blocks.\(layer).hook_resid_pre"
      let values = try #require(result.cache[site])
      let gradient = try #require(result.gradients[site])
      let row = Int.random(in: 0..<values.rows, using: &random)
      let column = Int.random(in: 0..<values.columns, using: &random)
      let size = (squaredNorm(values[row: row]) / Double(values.columns)).squareRoot()
      let expected = try slope(
        of: model, layer: layer, values, row, column, step: 0.2 * Float(size))
      let error = abs(Double(gradient[row, column]) - expected)
      #expect(
        error < 2e-2 * abs(expected) && error < 1e-4 * squaredNorm(gradient.span).squareRoot(),
        "\(site) [\(row), \(column)]: \(gradient[row, column]), differences \(expected)")
    }
  }

  /// The slope of the logit difference along one coordinate, the moved streams in one batch.
  private func slope(
    of model: Transformer, layer: Int, _ values: Matrix, _ row: Int, _ column: Int, step: Float
  ) throws -> Double {
    let moved = stencil.map { point in
      var moved = values
      moved[row, column] += point.place * step
      return moved
    }
    var run = Run(Array(repeating: tokens, count: stencil.count), logits: .last)
    run.start = Run.Start(layer: layer, residual: Matrix(stacking: moved))
    let logits = try model(run).logits
    return stencil.enumerated().reduce(0.0) { sum, point in
      let value = Double(logits[point.offset, right]) - Double(logits[point.offset, wrong])
      return sum + point.element.weight * value / Double(step)
    }
  }
}
