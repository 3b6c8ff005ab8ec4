import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct StabilityTests {
  @Test func columnsThatTellAreUsedInEveryDraw() throws {
    let sample = try ProbeSample()
    let stability = try SupportStability(
      of: LogisticRegression(C: 0.1), sample.rows, labels: sample.labels,
      documents: sample.documents, draws: 12, seed: 5)
    #expect(stability.draws == 12)
    #expect(stability.entries.first { $0.index == 1 }?.frequency == 1)
    #expect(stability.entries.contains { $0.frequency < 1 })
  }

  @Test func chanceScoresOneHalf() throws {
    let sample = try ProbeSample()
    let part = PermutationNull.Part(
      sample.x, labels: sample.labels, documents: sample.documents)
    let null = try PermutationNull(
      of: LogisticRegression(C: 0.1), train: part, test: part, observed: 0.97, count: 12, seed: 1)
    #expect(null.rocAUCs.count == 12 && abs(null.mean - 0.5) < 0.15)
    #expect(null.p == 1.0 / 13)
  }
}
