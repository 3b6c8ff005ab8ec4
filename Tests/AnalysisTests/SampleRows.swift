import Tensors

@testable import Analysis

/// Rows of normal numbers, rounded so that values tie, with labels and places from the seed.
///
/// The first column is shifted by the label, every third is zero below 1, as a feature is.
func sampleRows(
  rows: Int = 90, width: Int = 7, sequenceLength: Int = 10, seed: UInt64 = 1
) -> MatrixRows {
  var random = SplittableRandom(seed: seed)
  let labels = (0..<rows).map { _ in random.uniform() < 0.3 ? Float(1) : 0 }
  var matrix = Matrix(rows: rows, columns: width)
  for row in 0..<rows {
    for column in 0..<width {
      var value = (4 * random.normal()).rounded() / 4
      if column == 0 { value += 2 * labels[row] }
      if column % 3 == 2 && value < 1 { value = 0 }
      matrix[row, column] = value
    }
  }
  let places = (0..<rows).map {
    TokenPlace(sequence: $0 / sequenceLength, position: $0 % sequenceLength)
  }
  return MatrixRows(
    site: "blocks.3.mlp.hook_post", activations: matrix, labels: labels, places: places)
}

extension MatrixRows {
  /// A column's values, by whether the row is of the positive class.
  func values(_ column: Int, positive: Bool) -> [Double] {
    (0..<rowCount).filter { (all.labels[$0] > 0) == positive }.map {
      Double(all.activations[$0, column])
    }
  }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

func squaredDeviations(_ values: [Double]) -> Double {
  let center = mean(values)
  return values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
}

/// The share of pairs that the positive value wins, half for a tie.
func bruteForceAUC(_ positives: [Double], _ negatives: [Double]) -> Double {
  let wins = positives.reduce(0.0) { sum, p in
    negatives.reduce(sum) { $0 + (p > $1 ? 1 : p == $1 ? 0.5 : 0) }
  }
  return wins / Double(positives.count * negatives.count)
}
