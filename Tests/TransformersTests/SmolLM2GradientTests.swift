import Tensors
import TestSupport
import Testing

@testable import Transformers

/// Gradients of a real model, against central differences.
@Suite(.enabled(if: SmolLM2.path != nil, "needs `thresher pull smollm2-135m`"))
struct SmolLM2GradientTests {
  private let tokens = [1, 504, 3575, 282, 4649, 314]
  private let objective = Objective.logitDifference(right: 7042, wrong: 2240)

  /// Ten coordinates, in as many layers; a run from the moved layer on gives each difference.
  @Test func gradientsMatchDifferences() throws {
    let model = try SmolLM2.model.get()
    let layers = stride(from: 0, to: model.configuration.layerCount, by: 3)
    let sites = Set(layers.map { "blocks.\($0).hook_resid_pre" })
    let result = try model(Run([tokens], gradientOf: objective, at: sites, sites: sites))
    var random = SplittableRandom(seed: 5)
    for layer in layers {
      let site = "blocks.\(layer).hook_resid_pre"
      let (values, gradient) = (
        try #require(result.cache[site]), try #require(result.gradients[site])
      )
      let row = Int.random(in: 0..<values.rows, using: &random)
      // The steepest coordinate of the row: differences of flatter ones are rounding.
      let slopes = Matrix(row: gradient[row: row].indices.map { abs(gradient[row, $0]) })
      let steepest = indexOfMaximum(slopes[row: 0])
      let column = try #require(steepest)
      let step = 0.03 / max(slopes[0, column], 0.1)
      let ends = try [step, -step].map { offset in
        var moved = values
        moved[row, column] += offset
        var run = Run([tokens], gradientOf: objective, at: [])
        run.start = Run.Start(layer: layer, residual: moved)
        return try #require(try model(run).objective)
      }
      let difference = Float((ends[0] - ends[1]) / Double(2 * step))
      #expect(
        abs(gradient[row, column] - difference) < 2e-2 * abs(difference),
        "\(site) [\(row), \(column)]: \(gradient[row, column]), differences \(difference)")
    }
  }
}
