/// Something to look at that depends on no analysis: a JSON object whose key `kind` says which.
///
/// The other keys of the object are those of the value, as in `AnalysisResult`; so any program that
/// writes such an object has a page of it from `thresher report`.
public enum View: Hashable, Sendable {
  case attentionPatterns(AttentionPatterns)
  case barGrid(BarGrid)
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
    case heatmap
    case lineChart
    case scatterChart
    case tokenPage
    case tokenPredictions
    case unitTable
  }

  private var content: (kind: Kind, title: String, value: any Encodable) {
    switch self {
    case .attentionPatterns(let value): (.attentionPatterns, value.title, value)
    case .barGrid(let value): (.barGrid, value.title, value)
    case .heatmap(let value): (.heatmap, value.title, value)
    case .lineChart(let value): (.lineChart, value.title, value)
    case .scatterChart(let value): (.scatterChart, value.table.title, value)
    case .tokenPage(let value): (.tokenPage, value.title, value)
    case .tokenPredictions(let value): (.tokenPredictions, value.title, value)
    case .unitTable(let value): (.unitTable, value.title, value)
    }
  }

  /// What it is.
  public var kind: Kind { content.kind }

  /// What it shows.
  public var title: String { content.title }
}

extension View: Codable {
  private enum CodingKeys: String, CodingKey { case kind }

  public init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
    case .attentionPatterns: self = .attentionPatterns(try AttentionPatterns(from: decoder))
    case .barGrid: self = .barGrid(try BarGrid(from: decoder))
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
    let (kind, _, value) = content
    try container.encode(kind, forKey: .kind)
    try value.encode(to: encoder)
  }
}
