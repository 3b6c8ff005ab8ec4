import Tensors

/// The values of as many columns as fit into memory.
///
/// It begins with all columns that it is given, and lets the last half go whenever there is no more
/// room; what it lets go, another pass over the rows takes up.
struct ValueCollection: Sendable {
  /// A run of columns, which one thread takes in.
  private struct Block: Sendable {
    let first: Int
    var columns: [ColumnValues]

    init(_ range: Range<Int>) {
      first = range.lowerBound
      columns = [ColumnValues](repeating: ColumnValues(), count: range.count)
    }

    mutating func add(_ activations: Matrix, classes: [LabelClass]) {
      let view = activations.columns(first..<first + columns.count)
      for row in classes.indices {
        let values = view[row: row]
        switch classes[row] {
        case .positive:
          for i in values.indices where values[i] != 0 { columns[i].addPositive(values[i]) }
        case .negative:
          for i in values.indices where values[i] != 0 { columns[i].addNegative(values[i]) }
        case .unlabelled: break
        }
      }
    }
  }

  private static let blockWidth = 128

  private let byteLimit: Int
  private var blocks: [Block]
  private var positiveRows = 0
  private var negativeRows = 0

  init(columns: Range<Int>, byteLimit: Int) {
    self.byteLimit = byteLimit
    blocks = stride(from: columns.lowerBound, to: columns.upperBound, by: Self.blockWidth).map {
      Block($0..<min($0 + Self.blockWidth, columns.upperBound))
    }
  }

  /// Takes in a batch, shape `[row, column]`, of rows of the given classes.
  mutating func add(_ activations: Matrix, classes: [LabelClass]) {
    positiveRows += classes.count { $0 == .positive }
    negativeRows += classes.count { $0 == .negative }
    parallelUpdate(&blocks) { _, block in block.add(activations, classes: classes) }
    while byteCount > byteLimit && (blocks.count > 1 || blocks[0].columns.count > 1) {
      letLastHalfGo()
    }
  }

  private var byteCount: Int {
    let values = blocks.reduce(0) { $1.columns.reduce($0) { $0 + $1.count } }
    return values * MemoryLayout<Float>.size
  }

  private mutating func letLastHalfGo() {
    if blocks.count > 1 {
      blocks.removeLast(blocks.count / 2)
    } else {
      blocks[0].columns.removeLast(blocks[0].columns.count / 2)
    }
  }

  /// What each column that is still held tells of the label, from the first on.
  var separabilities: [ColumnSeparability] {
    let columns = blocks.flatMap(\.columns)
    let (positiveRows, negativeRows) = (positiveRows, negativeRows)
    var result = [ColumnSeparability](repeating: ColumnSeparability(), count: columns.count)
    parallelUpdate(&result) { index, found in
      found = columns[index].separability(positiveRows: positiveRows, negativeRows: negativeRows)
    }
    return result
  }
}
