/// What some features or neurons go together with.
public struct FeatureNeighbours: Codable, Hashable, Sendable {
  /// The features of the strongest correlation, the strongest first.
  public var features: [FeatureDashboard.Neighbour]

  /// The columns that an autoencoder reads, of either sign; none of neurons.
  public var neurons: [FeatureDashboard.Neighbour]

  /// Makes lists that are in order.
  public init(
    features: [FeatureDashboard.Neighbour], neurons: [FeatureDashboard.Neighbour] = []
  ) {
    self.features = features
    self.neurons = neurons
  }
}

/// Finds what some columns go together with, over the rows that a dashboard would be made of.
///
/// - Parameters:
///   - columns: The neurons or features.
///   - rows: Their activations, with places.
///   - options: How many rows are read, and how many neighbours told.
/// - Returns: The neighbours of each column.
/// - Throws: What the source of the rows throws.
public func featureNeighbours(
  of columns: [Int], in rows: some ActivityRows, options: DashboardOptions = DashboardOptions()
) throws -> [FeatureNeighbours] {
  let table = try ActivityTable(rows, options: options)
  let correlations = FeatureCorrelations(table)
  var products = [Double](repeating: 0, count: rows.width)
  return columns.map { column in
    let values = table.columns.values[table.columns.entries(of: column)].map(Double.init)
    let own = (sum: values.reduce(0, +), squares: values.reduce(0) { $0 + $1 * $1 })
    return FeatureNeighbours(
      features: correlations.neighbours(
        of: column, limit: options.neighbours, products: &products),
      neurons: table.products?.neighbours(of: column, own: own, limit: options.neighbours) ?? [])
  }
}
