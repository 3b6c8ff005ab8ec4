public import Activations
import Autoencoders
public import Probes
import Tensors

/// What probes are fitted to: the rows of a site, or an autoencoder's features of them.
public struct ProbeSource: Sendable {
  /// The site's name, as a probe bears it.
  public let site: String

  /// The folder of the autoencoder.
  public let sae: String?

  /// How many columns.
  public let width: Int

  private let harvest: HarvestFolder
  private let features: FeatureRows?

  /// Takes the rows of a site as they are.
  public init(harvest: HarvestFolder, site: String) throws {
    self.harvest = harvest
    self.site = site
    (features, sae) = (nil, nil)
    width = try harvest.width(of: site)
  }

  /// Takes an autoencoder's features of a harvest's rows.
  ///
  /// - Parameters:
  ///   - harvest: The harvest.
  ///   - features: The features of one of its sites.
  ///   - sae: The autoencoder's folder, as the probe will name it.
  public init(harvest: HarvestFolder, features: FeatureRows, sae: String? = nil) {
    self.harvest = harvest
    self.features = features
    self.sae = sae
    site = features.site
    width = features.width
  }

  /// Whether the rows, as numbers in memory, take more than so many bytes.
  func exceeds(_ byteLimit: Int, rows: Int) -> Bool { 4 * rows * width > byteLimit }

  /// Some rows: in memory where they fit, else read anew at each pass.
  ///
  /// - Parameters:
  ///   - rows: The rows' numbers, in order.
  ///   - byteLimit: How many bytes they may take.
  /// - Returns: The rows.
  /// - Throws: What reading the harvest throws.
  public func rows(_ rows: [Int], byteLimit: Int) throws -> any DesignMatrix {
    if let features { return try sparse(rows, features) }
    guard !exceeds(byteLimit, rows: rows.count) else {
      return try StreamedRows(harvest, site: site, rows: rows)
    }
    return try harvest.rows(at: rows, of: site)
  }

  private func sparse(_ rows: [Int], _ features: FeatureRows) throws -> SparseRows {
    let blocks = stride(from: 0, to: rows.count, by: 1024).map {
      Array(rows[$0..<min($0 + 1024, rows.count)])
    }
    var result = SparseRows.Builder(columnCount: width)
    for block in blocks {
      result.append(features.features(of: try harvest.rows(at: block, of: site)))
    }
    return result.rows
  }
}
