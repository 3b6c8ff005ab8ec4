import Tensors
import Testing

@testable import Analysis
@testable import Autoencoders

@Suite struct BootstrapIntervalsTests {
  /// A document whose every row has a squared error of `error`, about a mean of 0.
  private func document(error: Float, rows: Int = 3) -> EvaluationGroup {
    let x = Matrix(repeating: Matrix(row: [1, 1]), rows: rows)
    let made = Matrix(repeating: Matrix(row: [1, 1 - error.squareRoot()]), rows: rows)
    var statistics = ReconstructionStatistics(width: 0, center: Matrix(row: [0, 0]))
    statistics.add(x, code: nil, reconstruction: made)
    return EvaluationGroup(reconstruction: statistics.total)
  }

  @Test func collapsesWhereDocumentsAreAlike() throws {
    let groups = Array(repeating: document(error: 0.25), count: 4)
    let found = bootstrapIntervals(of: groups, draws: 50, seed: 1)
    let mse = try #require(found["mse"])
    #expect(mse.low == 0.25 && mse.high == 0.25)
    #expect(found["explainedVariance"]?.low == 1 - 0.25 / 2)
  }

  /// Of n documents half of which err by 1 and half by 0, the mean's error is 1/(2 √n).
  @Test func isAsWideAsTheErrorOfTheMean() throws {
    let groups = (0..<64).map { document(error: $0 % 2 == 0 ? 1 : 0) }
    let mse = try #require(bootstrapIntervals(of: groups, draws: 400, seed: 2)["mse"])
    let halfWidth = 1.96 / (2 * 64.0.squareRoot())
    #expect(abs(mse.low - (0.5 - halfWidth)) < 0.03 && abs(mse.high - (0.5 + halfWidth)) < 0.03)
    #expect(mse == bootstrapIntervals(of: groups, draws: 400, seed: 2)["mse"])
  }

  @Test func needsTwoDocuments() {
    #expect(bootstrapIntervals(of: [document(error: 1)], draws: 10, seed: 0).isEmpty)
  }
}
