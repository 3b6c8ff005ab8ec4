import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct UnpenalizedTests {
  @Test func isTheLikeliestFit() throws {
    let x = normalMatrix(rows: 200, columns: 1, seed: 2)
    var random = SplittableRandom(seed: 9)
    let labels = (0..<200).map { x[$0, 0] + 1.5 * random.normal() > 0.2 }
    let fit = try LogisticRegression(penalty: .none).fit(x, labels: labels)
    let logit = try logitFits(x, labels: labels)[0]
    #expect(fit.converged && !fit.isSeparated)
    #expect(abs(fit.coefficients[0] - logit.slope) < 1e-5 * abs(logit.slope))
    #expect(abs(fit.intercept - logit.intercept) < 1e-5)
    #expect(abs(fit.objective + logit.logLikelihood) < 1e-7 * fit.objective)
  }

  @Test func saysThatSeparatedClassesHaveNone() throws {
    let x = normalMatrix(rows: 30, columns: 3, seed: 4)
    let fit = try LogisticRegression(penalty: .none).fit(
      x, labels: (0..<30).map { x[$0, 0] + x[$0, 1] > 0 })
    #expect(fit.isSeparated && !fit.converged)
  }
}
