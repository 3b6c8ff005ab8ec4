import Tensors
import TestSupport

@testable import Probes

/// Rows of which three columns tell the label, twelve of a document each.
struct ProbeSample {
  let rows: PreparedRows
  let x: Matrix
  let labels: [Bool]
  let documents: [Int]

  init(rowCount: Int = 120, columns: Int = 20, seed: UInt64 = 1) throws {
    x = normalMatrix(rows: rowCount, columns: columns, seed: seed)
    let x = x
    var random = SplittableRandom(seed: seed + 1)
    labels = (0..<rowCount).map {
      x[$0, 0] - 2 * x[$0, 1] + x[$0, columns > 7 ? 7 : 2] + 0.7 * random.normal() > 0
    }
    documents = (0..<rowCount).map { $0 / 12 }
    rows = try PreparedRows(x)
  }
}
