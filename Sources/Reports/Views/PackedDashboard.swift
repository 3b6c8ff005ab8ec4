import Analysis
import Foundation

/// A dashboard as its script reads it: every list of all features in one run of bytes, with the places
/// at which each feature's part begins.
struct PackedDashboard: Encodable {
  /// Lists of several features behind one another.
  struct Examples: Encodable {
    let starts: PackedNumbers.Narrow
    let isSample: PackedNumbers.Narrow
    let passages: PackedNumbers.Narrow
    let positions: PackedNumbers.Narrow
    let firsts: PackedNumbers.Narrow
    let lengths: PackedNumbers.Narrow
    let counts: PackedNumbers.Narrow
    let offsets: PackedNumbers.Narrow
    let values: String
  }

  /// Numbered things with a number each.
  struct Named: Encodable {
    let starts: PackedNumbers.Narrow
    let indices: PackedNumbers.Narrow
    let values: String
  }

  /// The bins of all features.
  struct Histograms: Encodable {
    let bins: Int
    let lower: String
    let upper: String
    let counts: PackedNumbers.Narrow
  }

  /// A text's name, and how many tokens it has.
  struct Passage: Encodable {
    let document: String
    let sequence: Int
    let count: Int
  }

  let unit: String
  let name: String
  let columns: [String]
  let vocabulary: [String]
  let passages: [Passage]
  let tokens: PackedNumbers.Narrow
  let examples: Examples
  let histograms: Histograms
  let top: Named
  let bottom: Named
  let features: Named
  let neurons: Named
  let columnsAreNeurons: Bool

  /// The JSON of a dashboard in at most so many bytes as far as fewer examples of each feature do it.
  static func json(of dashboard: FeatureDashboard, byteLimit: Int = 10_500_000) -> String {
    var most = dashboard.features.map { max($0.examples.count, $0.samples.count) }.max() ?? 0
    var json = encoded(PackedDashboard(dashboard, examplesOfEach: most))
    while json.utf8.count > byteLimit && most > 1 {
      most = max(1, min(most - 1, most * byteLimit / json.utf8.count))
      json = encoded(PackedDashboard(dashboard, examplesOfEach: most))
    }
    return json
  }

  private init(_ dashboard: FeatureDashboard, examplesOfEach limit: Int) {
    unit = dashboard.unit.rawValue
    name = dashboard.sae ?? dashboard.site
    columns = dashboard.columns.map(\.title)
    vocabulary = dashboard.vocabulary
    passages = dashboard.passages.map {
      Passage(document: $0.document, sequence: $0.sequence, count: $0.tokens.count)
    }
    tokens = PackedNumbers.narrow(
      dashboard.passages.flatMap(\.tokens).map { max(0, min($0, dashboard.vocabulary.count)) })
    examples = Examples(dashboard, limit: limit)
    histograms = Histograms(dashboard)
    top = Named(dashboard.features.map(\.top))
    bottom = Named(dashboard.features.map(\.bottom))
    features = Named(dashboard.features.map(\.features))
    neurons = Named(dashboard.features.map(\.neurons))
    columnsAreNeurons = dashboard.site.contains(".mlp.hook_p")
  }
}

private func encoded(_ value: PackedDashboard) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  guard let data = try? encoder.encode(value) else {
    preconditionFailure("PackedDashboard: a number that is not finite")
  }
  return String(decoding: data, as: UTF8.self)
}

/// Where each of some lists begins once they stand behind one another, and where the last ends.
private func placesOfStarts(_ counts: [Int]) -> PackedNumbers.Narrow {
  PackedNumbers.narrow(counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) })
}

extension PackedDashboard.Examples {
  fileprivate init(_ dashboard: FeatureDashboard, limit: Int) {
    let lists = dashboard.features.map { feature in
      feature.examples.prefix(limit).map { (example: $0, isSample: 0) }
        + feature.samples.prefix(limit).map { (example: $0, isSample: 1) }
    }
    let all = lists.flatMap(\.self)
    starts = placesOfStarts(lists.map(\.count))
    isSample = PackedNumbers.narrow(all.map(\.isSample))
    passages = PackedNumbers.narrow(all.map { max(0, $0.example.passage) })
    positions = PackedNumbers.narrow(all.map { max(0, $0.example.position) })
    firsts = PackedNumbers.narrow(all.map { max(0, $0.example.first) })
    lengths = PackedNumbers.narrow(all.map(\.example.values.count))
    let active = all.map { one in one.example.values.indices.filter { one.example.values[$0] != 0 }
    }
    counts = PackedNumbers.narrow(active.map(\.count))
    offsets = PackedNumbers.narrow(active.flatMap(\.self))
    values = PackedNumbers.floats(
      zip(all, active).flatMap { one, places in places.map { Double(one.example.values[$0]) } })
  }
}

extension PackedDashboard.Histograms {
  fileprivate init(_ dashboard: FeatureDashboard) {
    let all = dashboard.features.map(\.histogram)
    let width = all.compactMap { $0?.counts.count }.max() ?? 0
    bins = width
    lower = PackedNumbers.floats(all.map { Double($0?.lower ?? .nan) })
    upper = PackedNumbers.floats(all.map { Double($0?.upper ?? .nan) })
    counts = PackedNumbers.narrow(
      all.flatMap { bins in
        let known = (bins?.counts ?? []).map { max(0, $0) }
        return known + Array(repeating: 0, count: width - known.count)
      })
  }
}

extension PackedDashboard.Named {
  fileprivate init(_ lists: [[FeatureDashboard.TokenEffect]]) {
    self.init(lists.map { $0.map { (index: $0.token, value: $0.value) } })
  }

  fileprivate init(_ lists: [[FeatureDashboard.Neighbour]]) {
    self.init(lists.map { $0.map { (index: $0.index, value: $0.correlation) } })
  }

  private init(_ lists: [[(index: Int, value: Float)]]) {
    starts = placesOfStarts(lists.map(\.count))
    let all = lists.flatMap(\.self)
    indices = PackedNumbers.narrow(all.map { max(0, $0.index) })
    values = PackedNumbers.floats(all.map { Double($0.value) })
  }
}
