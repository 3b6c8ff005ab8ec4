public import Activations
import Tensors

/// The rows of one site of a harvest, with a label for each.
public struct HarvestRows: LabelledRows, Sendable {
  public let site: String
  public let width: Int

  let harvest: HarvestFolder
  private let labels: [Float]

  /// Makes a view of a site's rows.
  ///
  /// - Parameters:
  ///   - harvest: The harvest.
  ///   - site: One of its sites.
  ///   - labels: A number for each row, NaN where it has none; empty when nothing is labelled.
  /// - Throws: `ActivationError` when there is no such site; `AnalysisError` with code
  ///   `.wrongShape` when the labels are not as many as the rows.
  public init(harvest: HarvestFolder, site: String, labels: [Float] = []) throws {
    guard labels.isEmpty || labels.count == harvest.rowCount else {
      throw AnalysisError(
        code: .wrongShape,
        message: "\(labels.count) labels for the \(harvest.rowCount) rows of the harvest",
        path: harvest.path)
    }
    self.harvest = harvest
    self.site = site
    self.labels = labels
    width = try harvest.width(of: site)
  }

  public var rowCount: Int { harvest.rowCount }

  public func batch(_ rows: Range<Int>) throws -> RowBatch {
    RowBatch(
      activations: try harvest.rows(rows, of: site),
      labels: labels.isEmpty ? [] : Array(labels[rows]),
      places: try harvest.positions(rows).map {
        TokenPlace(sequence: $0.sequence, position: $0.position)
      })
  }
}
