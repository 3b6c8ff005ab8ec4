import Tensors
import Testing

@testable import Analysis

@Suite struct LogitRankingTests {
  @Test func ranksByZAndCountsWhatSurvivesCorrection() throws {
    let rows = sampleRows(rows: 200)
    let logits = LogitRanking(label: "html.close", labels: rows.all.labels)
    let ranking = try logits.rank([rows], unit: .neuron, top: 3, columnLimit: 4)
    #expect(ranking.by == "logit" && ranking.candidates == 7 && ranking.items.count == 3)
    #expect(ranking.items[0].index == 0 && abs(ranking.items[0].score) > 5)
    let corrections = try #require(ranking.corrections)
    #expect(corrections.map(\.method) == ["bonferroni", "holm", "benjamini-hochberg"])
    #expect(corrections.allSatisfy { $0.found >= 1 })
    #expect(corrections[0].threshold == 0.05 / 7)
    #expect(ranking.volcano?.first?.index == Array(0..<7))
  }

  @Test func balancesClassesByTheSeed() throws {
    let rows = sampleRows(rows: 200)
    var sampling = LogitRanking.Sampling()
    sampling.isBalanced = true
    sampling.rows = 0..<150
    let logits = LogitRanking(label: "l", labels: rows.all.labels, sampling: sampling)
    let chosen = try logits.rows()
    let positives = chosen.count { rows.all.labels[$0] > 0 }
    #expect(
      chosen.count == 2 * positives && chosen == chosen.sorted() && chosen.allSatisfy { $0 < 150 })
    #expect(try logits.rows() == chosen)
    sampling.seed = 1
    let other = LogitRanking(label: "l", labels: rows.all.labels, sampling: sampling)
    #expect(try other.rows() != chosen)
  }

  @Test func triesWhatItFoundOnOtherRows() throws {
    let rows = sampleRows(rows: 200)
    var sampling = LogitRanking.Sampling()
    sampling.rows = 0..<100
    sampling.heldOut = 100..<200
    let logits = LogitRanking(label: "l", labels: rows.all.labels, sampling: sampling)
    let best = try logits.rank([rows], unit: .neuron, top: 1).items[0]
    #expect(best.statistics["heldOutAUC"]?.wrappedValue ?? 0 > 0.7)
    sampling.heldOut = 100..<201
    let outside = LogitRanking(label: "l", labels: rows.all.labels, sampling: sampling)
    let error = #expect(throws: AnalysisError.self) {
      try outside.rank([rows], unit: .neuron, top: 1)
    }
    #expect(error?.description == "--holdout-rows: rows 100 to 201 of 200")
  }

  @Test func flagsSeparatedAndConstantColumns() throws {
    var x = Matrix(rows: 8, columns: 3)
    let labels: [Float] = [0, 0, 0, 0, 1, 1, 1, 1]
    for row in 0..<8 {
      x[row, 0] = Float(row)
      x[row, 1] = 4
      x[row, 2] = [1, 3, 0, 2, 2, 5, 1, 6][row]
    }
    let source = MatrixRows(site: "s", activations: x, labels: labels)
    let ranking = try LogitRanking(label: "l", labels: labels).rank(
      [source], unit: .neuron, top: 3)
    #expect(ranking.items.map(\.index) == [2, 0, 1])
    #expect(ranking.items[1].statistics["separated"]?.wrappedValue == 1)
    #expect(ranking.items[1].statistics["beta"]?.wrappedValue.isNaN == true)
    #expect(ranking.warnings.count == 2)
  }
}
