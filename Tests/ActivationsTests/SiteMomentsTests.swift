import Tensors
import TestSupport
import Testing

@testable import Activations

@Suite struct SiteMomentsTests {
  /// Columns far from zero, whose variance a plain sum of squares would lose.
  private func rows(_ count: Int) -> Matrix {
    var matrix = normalMatrix(rows: count, columns: 5, seed: 8)
    for row in 0..<count { matrix[row, 2] = matrix[row, 2] * 0.01 + 1000 }
    return matrix
  }

  private func direct(_ matrix: Matrix) -> (mean: [Double], variance: [Double], norm: Double) {
    let count = Double(matrix.rows)
    let columns = (0..<matrix.columns).map { c in (0..<matrix.rows).map { Double(matrix[$0, c]) } }
    let mean = columns.map { $0.reduce(0, +) / count }
    let variance = zip(columns, mean).map { column, mean in
      column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    }
    let norms = (0..<matrix.rows).map { squaredNorm(matrix[row: $0]).squareRoot() }
    return (mean, variance, norms.reduce(0, +) / count)
  }

  private func expectEqual(_ moments: SiteMoments, _ matrix: Matrix) {
    let expected = direct(matrix)
    for column in 0..<matrix.columns {
      #expect(abs(moments.mean[column] - expected.mean[column]) <= 1e-6 * 1000)
      // Sums of 32 rows are taken in single precision.
      #expect(
        abs(moments.variance[column] - expected.variance[column])
          <= 1e-5 * expected.variance[column])
    }
    #expect(abs(moments.meanNorm - expected.norm) <= 1e-6 * expected.norm)
  }

  @Test(arguments: [1, 31, 32, 33, 200])
  func agreesWithTwoPasses(count: Int) {
    var sums = MomentSums(width: 5)
    let matrix = rows(count)
    sums.add(matrix.span)
    expectEqual(sums.moments, matrix)
  }

  @Test func doesNotHangOnHowRowsArrive() {
    let matrix = rows(100)
    var (whole, parts) = (MomentSums(width: 5), MomentSums(width: 5))
    whole.add(matrix.span)
    for start in stride(from: 0, to: 100, by: 7) {
      parts.add(matrix.rows(start..<min(start + 7, 100)).span)
    }
    #expect(whole.moments == parts.moments)
  }

  @Test func partsTogetherAreTheWhole() {
    let matrix = rows(120)
    let parts = [0..<50, 50..<50, 50..<120].map { range in
      var sums = MomentSums(width: 5)
      if !range.isEmpty { sums.add(matrix.rows(range).span) }
      return sums.moments
    }
    expectEqual(parts.reduce(SiteMoments(width: 5)) { $0.combined(with: $1) }, matrix)
  }

  @Test func theScaleBringsTheMeanNormToTheRootOfTheWidth() throws {
    let matrix = rows(64)
    var sums = MomentSums(width: 5)
    sums.add(matrix.span)
    let scale = try #require(sums.moments.scale)
    let norms = (0..<64).map { scale * squaredNorm(matrix[row: $0]).squareRoot() }
    #expect(abs(norms.reduce(0, +) / 64 - 5.0.squareRoot()) < 1e-5)
    #expect(SiteMoments(width: 3).scale == nil)
  }

  @Test func seesWhatIsNotFinite() {
    var sums = MomentSums(width: 3)
    let row: [Float] = [1, -.infinity, 2]
    sums.add(row.span)
    #expect(sums.largest == .infinity)
    let other: [Float] = [1, .nan, 2]
    sums.add(other.span)
    #expect(!(sums.largest <= .infinity))
  }
}
