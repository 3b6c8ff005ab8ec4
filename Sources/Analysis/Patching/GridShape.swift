import Transformers

/// A grid that is being filled: its labels, and a number for each cell and pair of prompts.
struct GridShape {
  private let site: String
  private let axes: PatchAxes
  private let rows: [UnitLabel]
  private let columns: [UnitLabel]
  private let pairCount: Int
  private var values: [Double]

  init(
    _ sites: [Site], axes: PatchAxes, alignment: Alignment, pairCount: Int,
    of configuration: TransformerConfiguration
  ) throws(AnalysisError) {
    self.axes = axes
    self.pairCount = pairCount
    site = sites.count > 1 ? sites[0].nameOfAllLayers : sites[0].name
    let heads = sites[0].headCount(in: configuration)
    if axes == .head || axes == .headPosition, !sites[0].hasHeads {
      throw AnalysisError(
        code: .unusableRequest,
        message: "it has no heads: take hook_z, hook_q, hook_k, hook_v or hook_pattern by head",
        path: sites[0].name)
    }
    let layers = sites.map { $0.layer.map(UnitLabel.index) ?? .name($0.name) }
    let positions = alignment.pairs.map { UnitLabel.index($0.source) }
    switch axes {
    case .position: (rows, columns) = (layers, positions)
    case .layer: (rows, columns) = (layers, [.name("all")])
    case .head: (rows, columns) = (layers, (0..<heads).map { .index($0) })
    case .headPosition:
      rows = layers.flatMap { layer in (0..<heads).map { .name("\(layer).\($0)") } }
      columns = positions
    }
    values = Array(repeating: .nan, count: rows.count * columns.count * pairCount)
  }

  /// How many numbers the grid has.
  var cellCount: Int { values.count }

  /// Sets all numbers: cell by cell, in each pair by pair.
  mutating func fill(with numbers: some Collection<Double>) {
    precondition(numbers.count == cellCount, "GridShape: \(numbers.count) of \(cellCount) numbers")
    values = Array(numbers)
  }

  /// Sets the number of a cell for one pair.
  mutating func set(_ value: Double, _ row: Int, _ column: Int, _ pair: Int) {
    values[(row * columns.count + column) * pairCount + pair] = value
  }

  /// The grid with its numbers.
  var filled: PatchGrid {
    let cells = rows.indices.map { row in
      columns.indices.map { column in
        let start = (row * columns.count + column) * pairCount
        return Array(values[start..<start + pairCount])
      }
    }
    return PatchGrid(site: site, axes: axes, rows: rows, columns: columns, values: cells)
  }
}
