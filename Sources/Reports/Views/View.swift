public import Analysis

/// Something to look at that depends on no analysis: a JSON object whose key `kind` says which.
///
/// The other keys of the object are those of the value, as in `AnalysisResult`; so any program that
/// writes such an object has a page of it from `thresher report`.
public enum View: Hashable, Sendable {
  case attentionPatterns(AttentionPatterns)
  case barGrid(BarGrid)
  case featureDashboard(FeatureDashboard)
  case heatmap(Heatmap)
  case lineChart(LineChart)
  case scatterChart(ScatterChart)
  case tokenPage(TokenPage)
  case tokenPredictions(TokenPredictions)
  case unitTable(UnitTable)

  /// What `kind` may be.
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    case attentionPatterns
    case barGrid
    case featureDashboard
    case heatmap
    case lineChart
    case scatterChart
    case tokenPage
    case tokenPredictions
    case unitTable
  }

  /// The value itself.
  var content: any ViewContent {
    switch self {
    case .attentionPatterns(let value): value
    case .barGrid(let value): value
    case .featureDashboard(let value): value
    case .heatmap(let value): value
    case .lineChart(let value): value
    case .scatterChart(let value): value
    case .tokenPage(let value): value
    case .tokenPredictions(let value): value
    case .unitTable(let value): value
    }
  }

  /// What it is.
  public var kind: Kind { type(of: content).kind }

  /// What it shows.
  public var title: String { content.title }
}

/// What every kind of view can do.
///
/// A new kind is a type that does this, and a line in each list of `View`.
protocol ViewContent: Codable, Hashable, Sendable {
  /// What `kind` says of it.
  static var kind: View.Kind { get }

  /// What makes it move on a page, beside the scripts that all pages have, in this order.
  static var scripts: [StaticString] { get }

  /// What it shows.
  var title: String { get }

  /// Its part of a page, under a heading that the page gives it.
  var html: HTML { get }

  /// Its numbers under a line of names.
  var lines: [[String]] { get }

  /// Its plots; nil for a view that is no plot.
  var drawings: [Drawing]? { get }
}

extension ViewContent {
  static var scripts: [StaticString] { [] }
  var drawings: [Drawing]? { nil }
}

extension View: Codable {
  private enum CodingKeys: String, CodingKey { case kind }

  public init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
    case .attentionPatterns: self = .attentionPatterns(try AttentionPatterns(from: decoder))
    case .barGrid: self = .barGrid(try BarGrid(from: decoder))
    case .featureDashboard: self = .featureDashboard(try FeatureDashboard(from: decoder))
    case .heatmap: self = .heatmap(try Heatmap(from: decoder))
    case .lineChart: self = .lineChart(try LineChart(from: decoder))
    case .scatterChart: self = .scatterChart(try ScatterChart(from: decoder))
    case .tokenPage: self = .tokenPage(try TokenPage(from: decoder))
    case .tokenPredictions: self = .tokenPredictions(try TokenPredictions(from: decoder))
    case .unitTable: self = .unitTable(try UnitTable(from: decoder))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try content.encode(to: encoder)
  }
}
