import Tensors
public import Transformers

/// What the cells of a sweep are.
public enum PatchAxes: String, Codable, Hashable, Sendable, CaseIterable {
  /// A layer and a position each.
  case position
  /// A layer and a head each, at all positions.
  case head
  /// A head and a position each.
  case headPosition = "head-position"
  /// A layer each, at all positions.
  case layer
}

/// What patching each cell of a grid brings about.
public struct PatchGrid: Hashable, Sendable {
  /// The sites' name, a star for the layer.
  public var site: String

  /// What a cell is.
  public var axes: PatchAxes

  /// What the rows are.
  public var rows: [UnitLabel]

  /// What the columns are: positions that are patched from, heads, or all positions together.
  public var columns: [UnitLabel]

  /// The metric of each cell for each pair of prompts, `[row][column][pair]`.
  public var values: [[[Double]]]

  /// Makes a grid.
  ///
  /// - Parameters:
  ///   - site: The sites' name.
  ///   - axes: What a cell is.
  ///   - rows: What the rows are.
  ///   - columns: What the columns are.
  ///   - values: The numbers.
  public init(
    site: String, axes: PatchAxes, rows: [UnitLabel], columns: [UnitLabel], values: [[[Double]]]
  ) {
    self.site = site
    self.axes = axes
    self.rows = rows
    self.columns = columns
    self.values = values
  }
}

extension PatchPairs {
  /// Patches sites cell by cell.
  ///
  /// Sites of one point of all blocks make one grid. The cells are computed together, each from the
  /// place on that it changes (`Rerun`), and equal a whole run with that change.
  ///
  /// - Parameters:
  ///   - sites: The sites, which both runs recorded.
  ///   - axes: What a cell is.
  ///   - source: Where the numbers come from that are put in.
  ///   - metric: What is measured.
  /// - Returns: A grid for each point of the blocks, in the order of the sites.
  /// - Throws: `AnalysisError` with code `.unusableRequest` when a site has no heads, or holds
  ///   squares that the prompts' lengths or the source do not fit.
  public func sweep(
    _ sites: [Site], by axes: PatchAxes, source: PatchSource = .resample,
    metric: Metric = .logitDifference
  ) throws -> [PatchGrid] {
    try sites.groupedByPoint.map { group in
      var shape = try GridShape(
        group, axes: axes, alignment: alignment, pairCount: pairs.count, of: target.configuration)
      let cells = try group.flatMap { site in
        try PatchCells(site: site, axes: axes, source: source, of: self).all
      }
      shape.fill(with: try target.values(of: metric, in: cells, answers: answers))
      return shape.filled
    }
  }
}

/// The cells of one site, row by row of its grid.
private struct PatchCells {
  let site: Site
  let axes: PatchAxes
  let pairs: PatchPairs
  private let values: PatchValues?
  private let source: PatchSource

  init(site: Site, axes: PatchAxes, source: PatchSource, of pairs: PatchPairs) throws {
    self.site = site
    self.axes = axes
    self.pairs = pairs
    self.source = source
    values = try site.hasRows ? PatchValues(source, at: site, in: pairs.source) : nil
    if !site.hasRows { try checkSquares() }
  }

  private func checkSquares() throws(AnalysisError) {
    let isIdentity =
      pairs.alignment.pairs.allSatisfy { $0.source == $0.target }
      && pairs.source.sequences.map(\.count) == pairs.target.sequences.map(\.count)
    switch source {
    case .resample where isIdentity, .zero: return
    case .resample:
      throw AnalysisError(
        code: .unusableRequest,
        message: "patterns of prompts of different lengths do not fit each other", path: site.name)
    default:
      throw AnalysisError(
        code: .unusableRequest, message: "scores and patterns are patched by resample or zero only",
        path: site.name)
    }
  }

  /// All cells, for each of them all pairs of prompts.
  var all: [Counterfactual] {
    get throws {
      let heads = Array(0..<site.headCount(in: pairs.target.configuration))
      let positions = pairs.alignment.pairs
      return switch axes {
      case .position: try positions.flatMap { try cell(at: [$0], heads: nil) }
      case .layer: try cell(at: positions, heads: nil)
      case .head: try heads.flatMap { try cell(at: positions, heads: [$0]) }
      case .headPosition:
        try heads.flatMap { head in
          try positions.flatMap { try cell(at: [$0], heads: [head]) }
        }
      }
    }
  }

  private func cell(at places: [Alignment.Pair], heads: [Int]?) throws -> [Counterfactual] {
    try pairs.pairs.indices.map { pair in
      let edit = try edit(at: places, heads: heads, pair: pair)
      return Counterfactual(sequence: pair, edits: [edit])
    }
  }

  private func edit(at places: [Alignment.Pair], heads: [Int]?, pair: Int) throws -> Edit {
    let targets = places.map(\.target)
    guard let values else { return try squareEdit(at: targets, heads: heads, pair: pair) }
    let first = pairs.source.cache.batch.ranges[pair].lowerBound
    let held = try pairs.target.rows(site.name, sequence: pair, at: targets)
    let new = values.values(from: places.map { first + $0.source }, to: held)
    let columns = heads?.flatMap { pairs.target.columns(ofHead: $0, at: site) }
    return Edit(
      site: site, positions: targets, columns: columns,
      values: columns.map { new.gatheringColumns($0) } ?? new)
  }

  private func squareEdit(at positions: [Int], heads: [Int]?, pair: Int) throws -> Edit {
    let heads = heads ?? Array(0..<site.headCount(in: pairs.target.configuration))
    guard let square = pairs.source.cache.square(site.name, sequence: pair), let layer = site.layer
    else {
      throw AnalysisError(
        code: .notRecorded, message: "the run did not record this site", path: site.name)
    }
    let queryCount = square.shape[1]
    let patterns = heads.map { head in
      var pattern = square.matrix.gatheringRows(positions.map { head * queryCount + $0 })
      if case .zero = source { pattern.scale(by: 0) }
      if site.point == .scores { pattern.takeSoftmaxOfRows() }
      return pattern
    }
    guard
      let edit = try pairs.target.edit(
        patterns: patterns, of: heads, layer: layer, at: positions, sequence: pair)
    else { preconditionFailure("PatchCells: \(site.name) without hook_z") }
    return edit
  }
}

extension Matrix {
  /// Replaces each row of scores by its softmax; what a query does not see is −∞.
  fileprivate mutating func takeSoftmaxOfRows() {
    forEachRow { _, row in
      guard indexOfMaximum(row.span) != nil else {
        for i in row.indices { row[i] = 0 }
        return
      }
      applySoftmax(to: &row, first: row.count)
    }
  }
}

extension Site {
  /// The name with a star for the layer.
  public var nameOfAllLayers: String {
    point.map { "blocks.*.\($0.rawValue)" } ?? name
  }

  /// How many heads it has numbers of; 1 where it has no heads.
  func headCount(in configuration: TransformerConfiguration) -> Int {
    guard hasRows else { return configuration.headCount }
    return axes.count == 2 ? axes[0] : 1
  }
}

extension [Site] {
  /// The sites of each point of the blocks together, each group in order of layers.
  var groupedByPoint: [[Site]] {
    reduce(into: [[Site]]()) { groups, site in
      let place = groups.firstIndex { $0[0].nameOfAllLayers == site.nameOfAllLayers }
      if let place, site.layer != nil { groups[place].append(site) } else { groups.append([site]) }
    }
  }
}
