import Tensors
import Testing

@testable import Analysis

@Suite struct RankTests {
  @Test(arguments: [(1, 5), (2, 13), (3, 1024)] as [(UInt64, Int)])
  func everyStatisticEqualsBruteForce(seed: UInt64, batchRows: Int) throws {
    let rows = sampleRows(seed: seed)
    let ranking = try rank([rows], unit: .neuron, label: "html.close", batchRows: batchRows)
    #expect(ranking.items.count == 7 && ranking.candidates == 7 && ranking.rows == 90)
    for item in ranking.items {
      let expected = bruteForce(rows, item.index)
      for (name, value) in expected {
        let found = try #require(item.statistics[name]).wrappedValue
        // Both sides are sums of 90 doubles; only their order differs.
        #expect(abs(found - value) <= 1e-12 * max(1, abs(value)), "\(name) of \(item.index)")
      }
      let others = ["welchP", "mutualInformation", "threshold", "thresholdIsAbove"]
      #expect(Set(expected.keys).union(others) == Set(item.statistics.keys))
      #expect(item.score == item.statistics["effectSize"]?.wrappedValue)
    }
  }

  private func bruteForce(_ rows: MatrixRows, _ column: Int) -> [String: Double] {
    let positives = rows.values(column, positive: true)
    let negatives = rows.values(column, positive: false)
    let squares = squaredDeviations(positives) + squaredDeviations(negatives)
    let deviation = (squares / Double(positives.count + negatives.count - 2)).squareRoot()
    let density = { (values: [Double]) in
      Double(values.filter { $0 != 0 }.count) / Double(values.count)
    }
    return [
      "effectSize": (mean(positives) - mean(negatives)) / deviation,
      "rocAUC": bruteForceAUC(positives, negatives), "meanPositive": mean(positives),
      "meanNegative": mean(negatives), "pooledDeviation": deviation,
      "welchT": welch(positives, negatives), "thresholdF1": bestF1(positives, negatives),
      "density": density(positives + negatives), "densityPositive": density(positives),
      "densityNegative": density(negatives), "maximum": (positives + negatives).max() ?? .nan,
    ]
  }

  private func welch(_ a: [Double], _ b: [Double]) -> Double {
    func error(_ x: [Double]) -> Double {
      squaredDeviations(x) / Double(x.count - 1) / Double(x.count)
    }
    return (mean(a) - mean(b)) / (error(a) + error(b)).squareRoot()
  }

  private func bestF1(_ positives: [Double], _ negatives: [Double]) -> Double {
    (positives + negatives).flatMap { threshold in
      [1.0, -1.0].map { side in
        let found = Double(positives.count { side * $0 >= side * threshold })
        let wrong = Double(negatives.count { side * $0 >= side * threshold })
        return 2 * found / (found + wrong + Double(positives.count))
      }
    }.max() ?? 0
  }

  @Test(arguments: [RankingCriterion.welchT, .mutualInformation, .thresholdF1])
  func everyCriterionFindsTheColumnThatTells(criterion: RankingCriterion) throws {
    let ranking = try rank([sampleRows()], unit: .neuron, label: "l", by: criterion)
    #expect(ranking.items[0].index == 0)
    #expect(ranking.items.map { criterion.strength(of: $0.score) }.isDescending)
  }

  @Test func strongestComesFirstAndTiesStandInOrder() throws {
    let labels: [Float] = [1, 1, 0, 0]
    // Columns 0 and 3 are equal, column 1 is their negative, column 2 is weaker, column 4 constant.
    let rows: [Float] = [
      2, -2, 1, 2, 5,
      3, -3, 0, 3, 5,
      0, 0, 0, 0, 5,
      1, -1, 0, 1, 5,
    ]
    let source = MatrixRows(
      site: "s", activations: Matrix(rows: 4, columns: 5, elements: rows), labels: labels)
    let ranking = try rank([source], unit: .feature, label: "l", top: 4)
    #expect(ranking.items.map(\.index) == [0, 1, 3, 2])
    #expect(ranking.items[1].score == -ranking.items[0].score)
    #expect(ranking.warnings.count == 1 && ranking.warnings[0].contains("1 columns"))
    let byArea = try rank([source], unit: .feature, label: "l", by: .auc)
    #expect(byArea.items.map(\.index) == [0, 1, 3, 2, 4])
    #expect(byArea.items.map(\.score) == [1, 0, 1, 0.75, 0.5])
  }

  @Test func sitesAreRankedTogether() throws {
    let a = sampleRows(seed: 4)
    let b = MatrixRows(
      site: "other", activations: sampleRows(seed: 5).all.activations, labels: a.all.labels)
    let ranking = try rank([a, b], unit: .neuron, label: "l")
    #expect(ranking.items.count == 14 && ranking.candidates == 14)
    #expect(Set(ranking.items.map(\.site)) == [a.site, "other"])
    let strengths = ranking.items.map { abs($0.score) }
    #expect(strengths == strengths.sorted(by: >))
  }

  @Test(arguments: [(9, 1), (9, 200), (9, 900), (300, 5000)])
  func littleMemoryTakesMorePassesToTheSameRanking(width: Int, byteLimit: Int) throws {
    let rows = sampleRows(rows: 40, width: width, seed: 6)
    let plenty = try rank([rows], unit: .neuron, label: "l", batchRows: 16)
    let little = try rank([rows], unit: .neuron, label: "l", batchRows: 16, byteLimit: byteLimit)
    #expect(little == plenty)
  }

  @Test func unlabelledRowsAreLeftOutAndGradedLabelsAreNamed() throws {
    let source = MatrixRows(
      site: "s", activations: Matrix(rows: 5, columns: 1, elements: [1, 2, 3, 4, 1000]),
      labels: [0, 0, 3, 2, .nan])
    let ranking = try rank([source], unit: .neuron, label: "html.depth")
    #expect((ranking.positives, ranking.negatives) == (2, 2))
    #expect(ranking.items[0].statistics["meanPositive"]?.wrappedValue == 3.5)
    #expect(ranking.warnings.count == 2)
    #expect(ranking.warnings[0].contains("html.depth is not only 0 and 1"))
    #expect(ranking.warnings[1].hasPrefix("1 rows have no label"))
  }

  @Test func separationWithoutSpreadIsInfiniteAndFirst() throws {
    let source = MatrixRows(
      site: "s", activations: Matrix(rows: 4, columns: 2, elements: [1, 2, 1, 3, 0, 0, 0, 1]),
      labels: [1, 1, 0, 0])
    let ranking = try rank([source], unit: .feature, label: "l")
    #expect(ranking.items[0].index == 0 && ranking.items[0].score == .infinity)
    #expect(
      ranking.warnings == [
        "effectSize is null for 1 columns that have one value in each class: it is infinite"
      ])
  }

  @Test func dataThatContradictsItselfIsRefused() throws {
    let matrix = Matrix(rows: 3, columns: 1, elements: [1, 2, 3])
    let code = { (source: [MatrixRows]) in
      #expect(throws: AnalysisError.self) { try rank(source, unit: .neuron, label: "l") }?.code
    }
    #expect(code([MatrixRows(site: "s", activations: matrix)]) == .wrongShape)
    #expect(code([MatrixRows(site: "s", activations: matrix, labels: [1, 1, 1])]) == .oneClass)
    let spoilt = Matrix(rows: 3, columns: 1, elements: [1, .nan, 3])
    let error = #expect(throws: AnalysisError.self) {
      try rank(
        [MatrixRows(site: "s", activations: spoilt, labels: [1, 0, 1])], unit: .neuron, label: "l")
    }
    #expect(error?.code == .notFinite)
    #expect(error?.description.hasPrefix("s: row 1, column 0 is nan") == true)
    let short = MatrixRows(site: "t", activations: matrix.rows(0..<2), labels: [1, 0])
    let long = MatrixRows(site: "s", activations: matrix, labels: [1, 0, 1])
    #expect(code([long, short]) == .wrongShape)
  }
}

extension [Double] {
  fileprivate var isDescending: Bool { zip(self, dropFirst()).allSatisfy { $0 >= $1 } }
}
