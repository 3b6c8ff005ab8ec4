import Tensors
public import Transformers

extension GradientRun {
  /// What patching each cell of a grid is foretold to add to the target's metric.
  ///
  /// - Parameters:
  ///   - sites: The sites, which the runs recorded.
  ///   - axes: What a cell is.
  /// - Returns: A grid for each point of the blocks, like those of a sweep; a column is a position of
  ///   the source.
  /// - Throws: `AnalysisError` with code `.unusableRequest` when a site has no heads.
  public func nodeAttributions(_ sites: [Site], by axes: PatchAxes) throws -> [PatchGrid] {
    try sites.groupedByPoint.map { group in
      var shape = try GridShape(
        group, axes: axes, alignment: alignment, pairCount: pairs.count, of: configuration)
      for (row, site) in group.enumerated() {
        for pair in pairs.indices {
          try fill(&shape, row: row, with: try headProducts(at: site, pair: pair), axes, pair)
        }
      }
      return shape.filled
    }
  }

  /// Products of change and gradient, a row for each head and a column for each aligned position.
  private func headProducts(at site: Site, pair: Int) throws -> Matrix {
    let targets = alignment.pairs.map(\.target)
    guard site.hasRows else {
      return try squareProducts(at: site.name, pair: pair).gatheringColumns(targets)
    }
    let heads = site.headCount(in: configuration)
    let width = site.width / heads
    let (change, gradient) = (try change(at: site.name), try gradient(at: site.name))
    let first = rows(ofPair: pair).lowerBound
    var products = Matrix(rows: heads, columns: targets.count)
    for (column, target) in targets.enumerated() {
      let (a, b) = (change[row: first + target], gradient[row: first + target])
      for head in 0..<heads {
        let part = head * width..<(head + 1) * width
        products[head, column] = Float(innerProduct(a.extracting(part), b.extracting(part)))
      }
    }
    return products
  }

  private func fill(
    _ shape: inout GridShape, row: Int, with products: Matrix, _ axes: PatchAxes, _ pair: Int
  ) throws {
    let (heads, positions) = (products.rows, products.columns)
    func total(_ heads: Range<Int>, _ positions: Range<Int>) -> Double {
      heads.reduce(0) { sum, head in
        positions.reduce(sum) { $0 + Double(products[head, $1]) }
      }
    }
    switch axes {
    case .layer: shape.set(total(0..<heads, 0..<positions), row, 0, pair)
    case .position:
      for position in 0..<positions {
        shape.set(total(0..<heads, position..<position + 1), row, position, pair)
      }
    case .head:
      for head in 0..<heads {
        shape.set(total(head..<head + 1, 0..<positions), row, head, pair)
      }
    case .headPosition:
      for head in 0..<heads {
        for position in 0..<positions {
          shape.set(Double(products[head, position]), row * heads + head, position, pair)
        }
      }
    }
  }
}
