import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct ColumnSelectorTests {
  @Test(arguments: ColumnSelector.allCases)
  func findsTheColumnsThatTell(selector: ColumnSelector) throws {
    let sample = try ProbeSample(rowCount: 240)
    var regression = LogisticRegression(penalty: .l2)
    regression.tolerance = 1e-4
    let columns = try selector.columns(
      3, of: sample.rows, labels: sample.labels, for: regression)
    #expect(columns.count == 3 && columns[0] == 1)
    #expect(Set(columns) == [0, 1, 7])
    let fit = try regression.fit(sample.rows, labels: sample.labels, onColumns: columns)
    #expect(fit.coefficients.count { $0 != 0 } == 3)
  }

  @Test func fStatisticIsThatOfTwoSamples() throws {
    let x = Matrix(rows: 5, columns: 1, elements: [1, 2, 4, 5, 9])
    let columns = try ColumnSelector.fStatistic.columns(
      1, of: try PreparedRows(x), labels: [false, false, true, true, true],
      for: LogisticRegression())
    #expect(columns == [0])
  }

  @Test func thresholdsAndInformationFollowFromRuns() {
    let column: [Float] = [0, 0, 0, 1, 2, 2, 3]
    let labels = [false, false, true, false, true, true, true]
    let runs = sortedRuns(column, labels)
    let threshold = runs.bestThreshold
    #expect(threshold?.value == 2 && threshold?.isAbove == true)
    #expect(threshold?.precision == 1 && threshold?.recall == 0.75)
    let flipped = sortedRuns(column.map { -$0 }, labels).bestThreshold
    #expect(flipped?.value == -2 && flipped?.isAbove == false)
    let perfect: [Float] = [1, 1, 5, 5]
    let known = sortedRuns(perfect, [false, false, true, true]).mutualInformation()
    #expect(abs(known - 0.6931471805599453) < 1e-12)
    let constant: [Float] = [1, 1]
    #expect(sortedRuns(constant, [true, false]).mutualInformation() == 0)
  }
}

private func sortedRuns(_ column: [Float], _ labels: [Bool]) -> ValueRuns {
  ValueRuns(column.span, labels: labels)
}
