import Foundation
import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct SamplingTests {
  /// Probabilities 0.4, 0.3, 0.2, 0.1, in another order.
  private let logits: [Float] = [0.1, 0.4, 0.2, 0.3].map { (share: Double) in Float(log(share)) }

  private func shares(_ sampling: Sampling, draws: Int = 4000) -> [Double] {
    var random = SplittableRandom(seed: 1)
    var counts = [Double](repeating: 0, count: logits.count)
    for _ in 0..<draws {
      guard let token = sampling.token(from: logits.span, using: &random) else { continue }
      counts[token] += 1 / Double(draws)
    }
    return counts
  }

  /// Four standard deviations of a share of 4000 draws are 0.032.
  private func agree(_ found: [Double], _ expected: [Double]) -> Bool {
    zip(found, expected).allSatisfy { abs($0 - $1) < 0.032 && ($1 > 0 || $0 == 0) }
  }

  @Test func drawsByProbability() {
    #expect(agree(shares(Sampling()), [0.1, 0.4, 0.2, 0.3]))
    let squares = [0.01, 0.16, 0.04, 0.09].map { $0 / 0.3 }
    #expect(agree(shares(Sampling(temperature: 0.5)), squares))
  }

  @Test func keepsTheLikeliest() {
    #expect(agree(shares(Sampling(topK: 2)), [0, 4.0 / 7, 0, 3.0 / 7]))
    #expect(agree(shares(Sampling(topP: 0.65)), [0, 4.0 / 7, 0, 3.0 / 7]))
    #expect(agree(shares(Sampling(topK: 3, topP: 0.4)), [0, 1, 0, 0]))
    #expect(shares(.greedy, draws: 3) == [0, 1, 0, 0])
  }

  @Test func takesNothingWhereNothingIsPossible() {
    var random = SplittableRandom(seed: 1)
    let none = [Float](repeating: -.infinity, count: 3)
    #expect(Sampling().token(from: none.span, using: &random) == nil)
    let one: [Float] = [-.infinity, 2, -.infinity]
    #expect(Sampling(temperature: 5).token(from: one.span, using: &random) == 1)
  }

  @Test func aSeedDecidesTheContinuation() throws {
    let golden = try TinyModel("gpt2")
    func text(seed: UInt64) throws -> [Int] {
      try golden.model.generate(
        [1, 2],
        options: GenerationOptions(
          maxTokens: 20, sampling: Sampling(temperature: 3), seed: seed))
    }
    #expect(try text(seed: 1) == text(seed: 1))
    #expect(try text(seed: 1) != text(seed: 2))
  }
}
