import Gradients
import Tensors

/// What the features, or neurons, of a site do in some rows.
public struct Activity: Sendable {
  /// The activations that are not zero.
  let code: SparseCode

  /// What an autoencoder read, shape `[row, dIn]`; nil for neurons.
  let inputs: Matrix?

  /// The label of each row; empty when nothing is labelled.
  let labels: [Float]

  /// Where each row comes from.
  let places: [TokenPlace]
}

/// Rows whose activations are told as entries that are not zero.
public protocol ActivityRows: LabelledRows {
  /// The activity in the rows of a range.
  func activity(_ range: Range<Int>) throws -> Activity
}

extension HarvestRows: ActivityRows {
  public func activity(_ range: Range<Int>) throws -> Activity {
    try checkedBatch(range).activity(site: site, range)
  }
}

extension MatrixRows: ActivityRows {
  public func activity(_ range: Range<Int>) throws -> Activity {
    try checkedBatch(range).activity(site: site, range)
  }
}

extension RowBatch {
  /// The activity of a batch's own columns.
  fileprivate func activity(site: String, _ range: Range<Int>) throws -> Activity {
    try requirePlaces(range, site: site)
    var code = SparseCode(featureCount: activations.columns)
    for row in 0..<activations.rows {
      let values = activations[row: row]
      for column in values.indices where values[column] != 0 {
        code.append(feature: Int32(column), value: values[column])
      }
      code.endRow()
    }
    return Activity(code: code, inputs: nil, labels: labels, places: places)
  }
}
