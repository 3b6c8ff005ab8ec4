import Autoencoders
import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct EvaluationTests {
  // Two rows around the mean [1, 1]: x = [3, 1] is made [2, 1], x = [-1, 1] is made [-1, 1].
  let rows = Matrix(rows: 2, columns: 2, elements: [3, 1, -1, 1])
  let made = Matrix(rows: 2, columns: 2, elements: [2, 1, -1, 1])

  @Test func agreesWithSumsByHand() {
    var code = SparseCode(featureCount: 3)
    code.append(feature: 1, value: 2)
    code.endRow()
    code.append(feature: 1, value: 1)
    code.append(feature: 2, value: 4)
    code.endRow()
    var statistics = ReconstructionStatistics(width: 3, center: Matrix(row: [1, 1]))
    statistics.add(rows, code: code, reconstruction: made)
    let found = statistics.evaluation
    #expect(found.rows == 2 && found.l0 == 1.5 && found.l1 == 3.5 && found.mse == 0.5)
    #expect(abs(found.normalizedMSE - 1.0 / 12) < 1e-12)
    #expect(found.explainedVariance.global == 1 - 1.0 / 8)
    #expect(found.explainedVariance.perToken == (0.75 + 1) / 2)
    #expect(found.explainedVariance.legacy == (0.75 + 1) / 2)
    #expect(abs(found.shrinkage.relativeBias - 7.0 / 9) < 1e-12)
    #expect(abs(found.shrinkage.ratio - (0.5.squareRoot() + 1) / 2) < 1e-12)
    #expect(abs(found.shrinkage.inputNorm - (10.0.squareRoot() + 2.0.squareRoot()) / 2) < 1e-12)
    let cosine = (7 / (10.0 * 5).squareRoot() + 1) / 2
    #expect(abs(found.cosine - cosine) < 1e-12)
    #expect(found.deadFeatures == 1)
    #expect(found.featureDensity == [0, 1, 0.5])
  }

  @Test func doesNotDependOnTheBatches() {
    let rows = normalMatrix(rows: 40, columns: 3, seed: 1)
    let made = normalMatrix(rows: 40, columns: 3, seed: 2)
    let center = mean(of: rows)
    var whole = ReconstructionStatistics(width: 0, center: center)
    whole.add(rows, code: nil, reconstruction: made)
    var parts = ReconstructionStatistics(width: 0, center: center)
    for range in [0..<7, 7..<40] {
      parts.add(rows.rows(range), code: nil, reconstruction: made.rows(range))
    }
    #expect(abs(whole.evaluation.mse - parts.evaluation.mse) < 1e-12)
    let (a, b) = (whole.evaluation.explainedVariance, parts.evaluation.explainedVariance)
    #expect(abs(a.global - b.global) < 1e-12 && abs(a.perToken - b.perToken) < 1e-12)
  }

  /// Rows of unit variance about 0 along each of 3 axes, of which a code of rank 2 makes two: it
  /// explains 2/3 by the sums of all rows, and of a row on the third axis nothing.
  @Test func explainsTheVarianceOfTheAxesThatItKeeps() {
    let rows = Matrix(
      rows: 6, columns: 3, elements: [1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1])
    var made = rows
    made.forEachRow { _, row in row[2] = 0 }
    var statistics = ReconstructionStatistics(width: 0, center: Matrix(rows: 1, columns: 3))
    statistics.add(rows, code: nil, reconstruction: made)
    let found = statistics.evaluation
    #expect(abs(found.explainedVariance.global - 2.0 / 3) < 1e-12)
    #expect(abs(found.explainedVariance.perToken - 2.0 / 3) < 1e-12)
    // Two rows are made zeros: the cosine of the others is 1, and they are counted.
    #expect(found.cosine == 1)
    #expect(statistics.total.undefinedRows.cosine == 2)
  }

  @Test func staysNotANumberWhereRowsAreNot() {
    var statistics = ReconstructionStatistics(width: 0, center: Matrix(row: [0, 0]))
    statistics.add(
      Matrix(row: [.nan, 1]), code: nil, reconstruction: Matrix(row: [0, 1]))
    let found = statistics.evaluation
    #expect(found.mse.isNaN && found.cosine.isNaN && found.explainedVariance.global.isNaN)
  }

  @Test func hasNoExplainedVarianceWithoutVariance() {
    var statistics = ReconstructionStatistics(width: 0, center: Matrix(row: [1, 2]))
    let rows = Matrix(repeating: Matrix(row: [1, 2]), rows: 3)
    statistics.add(rows, code: nil, reconstruction: rows)
    #expect(statistics.evaluation.explainedVariance.global.isNaN)
    #expect(statistics.total.undefinedRows.explainedVariance == 3)
  }

  @Test func refusesNoRows() {
    let autoencoder = SparseAutoencoder(
      encoderWeight: Matrix(rows: 2, columns: 3), encoderBias: Matrix(rows: 1, columns: 3),
      decoderWeight: Matrix(rows: 3, columns: 2), decoderBias: Matrix(rows: 1, columns: 2),
      architecture: .standard)
    let error = #expect(throws: AutoencoderError.self) {
      try autoencoder.evaluated(center: Matrix(rows: 1, columns: 2)) { nil }
    }
    #expect(error?.code == .tooLittleData)
  }
}

/// The mean of the rows of a matrix.
func mean(of rows: Matrix) -> Matrix {
  var mean = columnSums(of: rows)
  mean.scale(by: 1 / Float(rows.rows))
  return mean
}
