import Gradients
import Testing

@Suite struct LearningRateTests {
  @Test func warmsUpAndFalls() {
    let rate = LearningRate(peak: 1, warmUpSteps: 4, decay: .linear, decaySteps: 5)
    let rates = (0..<20).map { rate.rate(at: $0, of: 20) }
    #expect(Array(rates[0..<5]) == [0.25, 0.5, 0.75, 1, 1])
    #expect(rates[15] == 1)
    #expect(abs(rates[19] - 0.2) < 1e-6)
    #expect(rates[5..<16].allSatisfy { $0 == 1 })
  }

  @Test func followsHalfACosine() {
    let rate = LearningRate(peak: 2, decay: .cosine, decaySteps: 10)
    #expect(abs(rate.rate(at: 5, of: 10) - 1) < 1e-6)
    #expect(rate.rate(at: 10, of: 10) < 1e-6)
    #expect(LearningRate(peak: 2).rate(at: 9, of: 10) == 2)
  }
}
