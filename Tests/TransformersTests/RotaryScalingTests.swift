import Testing

@testable import Transformers

@Suite struct RotaryScalingTests {
  /// What transformers 5.23's `ROPE_INIT_FUNCTIONS["llama3"]` gives at factor 8, 1, 4 and 8192.
  @Test(arguments: [
    (1, 1), (2.1311195369e-3, 1.3718936825e-3), (1.4142135624e-3, 5.2484602202e-4),
    (9.8381109424e-5, 1.2297638932e-5),
  ])
  func blendsBetweenLowAndHigh(frequency: Double, expected: Double) {
    let scaling = RotaryScaling.byParts(factor: 8, low: 1, high: 4, originalContext: 8192)
    let found = scaling.frequency(insteadOf: frequency, ofPair: 0)
    #expect(abs(found - expected) < 1e-6 * expected)
  }

  @Test func linearDividesAll() {
    #expect(RotaryScaling.linear(factor: 4).frequency(insteadOf: 0.5, ofPair: 3) == 0.125)
  }
}
