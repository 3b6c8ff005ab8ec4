import Activations
public import Autoencoders
import Gradients
import Tensors

/// The features that an autoencoder finds in the rows of a site.
public struct FeatureRows: ActivityRows, Sendable {
  private let rows: HarvestRows
  private let autoencoder: SparseAutoencoder

  /// Makes a view of a site's rows through an autoencoder.
  ///
  /// - Parameters:
  ///   - rows: The rows of the site that the autoencoder was trained for.
  ///   - autoencoder: The autoencoder.
  /// - Throws: `AnalysisError` with code `.wrongShape` when it takes rows of another width.
  public init(_ rows: HarvestRows, through autoencoder: SparseAutoencoder) throws(AnalysisError) {
    guard rows.width == autoencoder.inputWidth else {
      throw AnalysisError(
        code: .wrongShape,
        message:
          "\(rows.site) is \(rows.width) wide, the autoencoder takes \(autoencoder.inputWidth)",
        path: rows.harvest.path)
    }
    self.rows = rows
    self.autoencoder = autoencoder
  }

  public var site: String { rows.site }
  public var width: Int { autoencoder.width }
  public var rowCount: Int { rows.rowCount }

  /// The features of some rows of the site.
  func features(of activations: Matrix) -> Matrix { autoencoder.encode(activations).dense }

  public func batch(_ range: Range<Int>) throws -> RowBatch {
    let batch = try rows.batch(range)
    return RowBatch(
      activations: features(of: batch.activations), labels: batch.labels,
      places: batch.places)
  }

  public func activity(_ range: Range<Int>) throws -> Activity {
    let batch = try rows.checkedBatch(range)
    try batch.requirePlaces(range, site: site)
    return Activity(
      code: autoencoder.encode(batch.activations), inputs: batch.activations,
      labels: batch.labels, places: batch.places)
  }
}
