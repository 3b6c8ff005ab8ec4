/// A block of a matrix: some of its rows, and of those some columns.
public struct MatrixBlock: Sendable {
  /// The rows.
  public let rows: Range<Int>

  /// The columns.
  public let columns: Range<Int>

  /// Makes a block of the given rows and columns.
  public init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }
}

extension Matrix {
  /// Writes blocks of this matrix in place, several at once.
  ///
  /// - Parameters:
  ///   - blocks: The blocks, no two of which overlap.
  ///   - body: Fills the block of the given index; what it is handed must not outlive the call.
  public mutating func forEachBlock(
    _ blocks: [MatrixBlock], _ body: @Sendable (_ index: Int, _ block: inout Matrix) -> Void
  ) {
    for block in blocks {
      precondition(
        block.rows.lowerBound >= 0 && block.rows.upperBound <= rows
          && block.columns.lowerBound >= 0 && block.columns.upperBound <= columns,
        "forEachBlock: [\(block.rows), \(block.columns)] of [\(rows), \(columns)]")
    }
    let target = BlockTarget(base: mutableBase, rowStride: rowStride)
    parallelFor(blocks.count) { range in
      for index in range {
        var block = target.view(of: blocks[index])
        body(index, &block)
      }
    }
  }
}

/// The memory that the blocks of one matrix lie in.
private struct BlockTarget: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let rowStride: Int

  func view(of block: MatrixBlock) -> Matrix {
    let start = base + block.rows.lowerBound * rowStride + block.columns.lowerBound
    return Matrix(
      storage: Storage(borrowing: start, count: block.rows.count * rowStride), offset: 0,
      rows: block.rows.count, columns: block.columns.count, rowStride: rowStride)
  }
}
