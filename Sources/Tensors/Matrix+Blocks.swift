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
    let target = BlockTarget(&self, holding: blocks)
    parallelFor(blocks.count) { range in
      for index in range {
        var block = target.view(of: blocks[index])
        body(index, &block)
      }
    }
  }
}

/// Writes blocks of three matrices in place, several triples at once.
///
/// - Parameters:
///   - a: The first matrix.
///   - b: The second.
///   - c: The third.
///   - blocks: For each piece of work its block of each matrix; no two overlap in one matrix.
///   - body: Fills the blocks of the given index; what it is handed must not outlive the call.
public func forEachBlock(
  _ a: inout Matrix, _ b: inout Matrix, _ c: inout Matrix,
  blocks: [(a: MatrixBlock, b: MatrixBlock, c: MatrixBlock)],
  _ body:
    @Sendable (_ index: Int, _ a: inout Matrix, _ b: inout Matrix, _ c: inout Matrix) -> Void
) {
  let first = BlockTarget(&a, holding: blocks.map(\.a))
  let second = BlockTarget(&b, holding: blocks.map(\.b))
  let third = BlockTarget(&c, holding: blocks.map(\.c))
  parallelFor(blocks.count) { range in
    for index in range {
      var firstBlock = first.view(of: blocks[index].a)
      var secondBlock = second.view(of: blocks[index].b)
      var thirdBlock = third.view(of: blocks[index].c)
      body(index, &firstBlock, &secondBlock, &thirdBlock)
    }
  }
}

/// The memory that the blocks of one matrix lie in.
private struct BlockTarget: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let rowStride: Int

  init(_ matrix: inout Matrix, holding blocks: [MatrixBlock]) {
    for block in blocks {
      precondition(
        block.rows.lowerBound >= 0 && block.rows.upperBound <= matrix.rows
          && block.columns.lowerBound >= 0 && block.columns.upperBound <= matrix.columns,
        """
        forEachBlock: [\(block.rows), \(block.columns)] of [\(matrix.rows), \(matrix.columns)]
        """)
    }
    base = matrix.mutableBase
    rowStride = matrix.rowStride
  }

  func view(of block: MatrixBlock) -> Matrix {
    let start = base + block.rows.lowerBound * rowStride + block.columns.lowerBound
    return Matrix(
      storage: Storage(borrowing: start, count: block.rows.count * rowStride), offset: 0,
      rows: block.rows.count, columns: block.columns.count, rowStride: rowStride)
  }
}
