import Gradients
import Tensors
import TestSupport
import Testing

@testable import Autoencoders

/// What a rule makes of a tile is what it makes of each pre-activation.
@Suite struct FeatureRuleTests {
  let tile = normalMatrix(rows: 9, columns: 20, seed: 1)
  let slopes = [
    normalMatrix(rows: 9, columns: 20, seed: 2), normalMatrix(rows: 9, columns: 20, seed: 3),
  ]
  let features = 5..<25

  let norms = normalMatrix(rows: 1, columns: 30, seed: 4).elements.map { abs($0) }

  private func check(_ rule: some FeatureRule) {
    let rowSlopes = normalMatrix(rows: 1, columns: 9, seed: 5).elements
    var (first, second) = (tile, tile)
    let none = [FeatureSums](repeating: FeatureSums(), count: features.count)
    var (firstSums, secondSums) = (none, none)
    rule.pullBack(
      &first, of: features, slopes: slopes, rowSlopes: rowSlopes, sums: &firstSums)
    rule.pullBackEach(
      &second, of: features, slopes: slopes, rowSlopes: rowSlopes, sums: &secondSums)
    #expect(relativeDifference(first, second) < 1e-6)
    let parts: [KeyPath<FeatureSums, Double>] = [
      \.preActivation, \.gateBias, \.threshold, \.magnitudeBias, \.logScale, \.decoderNorm,
      \.penalty, \.revival,
    ]
    for part in parts {
      let a = Matrix(row: firstSums.map { Float($0[keyPath: part]) })
      let b = Matrix(row: secondSums.map { Float($0[keyPath: part]) })
      #expect(a == b || relativeDifference(a, b) < 1e-5)
    }
  }

  @Test(arguments: [false, true]) func standard(isWeighted: Bool) {
    check(StandardRule(coefficient: 3, rows: 9, norms: norms, isWeighted: isWeighted))
  }

  @Test func gated() {
    var configuration = TrainingConfiguration(architecture: .gated, width: 30, k: 2, steps: 1)
    configuration.center = .zero
    var parameters = AutoencoderParameters(
      configuration, inputWidth: 6, center: Matrix(rows: 1, columns: 6))
    parameters.encoderBias = normalMatrix(rows: 1, columns: 30, seed: 6)
    parameters.magnitudeBias = normalMatrix(rows: 1, columns: 30, seed: 7)
    parameters.logScale = normalMatrix(rows: 1, columns: 30, seed: 8)
    check(GatedRule(coefficient: 3, rows: 9, parameters: parameters))
  }

  @Test(arguments: [SparsityMode.step, .quadratic, .tanh], [false, true])
  func jumpReLU(mode: SparsityMode, reachesInput: Bool) {
    let thresholds = normalMatrix(rows: 1, columns: 30, seed: 9).elements.map { abs($0) / 2 }
    check(
      JumpReLURule(
        thresholds: thresholds, norms: norms, isDead: (0..<30).map { $0 % 4 == 0 }, bandwidth: 0.4,
        mode: mode, penalty: 0.3, targetL0: 2, tanhScale: 4, reachesInput: reachesInput,
        pull: mode == .quadratic ? 0.1 : 0))
  }

  /// In tiles the kernel's band is chosen with room for rounding, but with nothing on left out.
  @Test func theBandIsChosenInTiles() throws {
    let x = normalMatrix(rows: 40, columns: 6, seed: 1)
    let weight = normalMatrix(rows: 30, columns: 6, seed: 2)
    let bias = normalMatrix(rows: 1, columns: 30, seed: 3)
    let selector = JumpReLUBandSelector(
      JumpReLURule(
        thresholds: norms, norms: norms, isDead: (0..<30).map { $0 == 7 }, bandwidth: 0.4,
        mode: .step, penalty: 0.3, targetL0: 2, tanhScale: 4, reachesInput: false, pull: 0.1))
    let found = sparseCodes(
      of: x, weight: weight, transposing: .right, bias: bias, selecting: [selector])[0]
    let expected = selected(
      linear(x, weight: weight.transposed, bias: bias).value, by: selector
    ).value
    #expect(found.indices == expected.indices && found.offsets == expected.offsets)
    #expect(relativeDifference(found.dense, expected.dense) < 1e-5)
  }
}
