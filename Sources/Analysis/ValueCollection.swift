import Tensors

/// The values of as many columns as fit into memory.
///
/// It begins with all columns that it is given, and lets the last half go whenever there is no more
/// room; what it lets go, another pass over the rows takes up.
struct ValueCollection: Sendable {
  private let firstColumn: Int
  private let byteLimit: Int
  private var columns: [ColumnValues]

  init(columns range: Range<Int>, byteLimit: Int) {
    firstColumn = range.lowerBound
    self.byteLimit = byteLimit
    columns = [ColumnValues](repeating: ColumnValues(), count: range.count)
  }

  /// Takes in a batch, shape `[row, column]`, of rows of the given classes.
  mutating func add(_ activations: Matrix, classes: [LabelClass]) {
    let first = firstColumn
    parallelUpdate(&columns) { index, values in
      values.add(column: first + index, of: activations, classes: classes)
    }
    while columns.count > 1 && byteCount > byteLimit {
      columns.removeLast(columns.count / 2)
    }
  }

  private var byteCount: Int {
    columns.reduce(0) { $0 + $1.count } * MemoryLayout<Float>.size
  }

  /// The area under the ROC curve of each column that is still held, from the first on.
  var rocAUCs: [Double] {
    let columns = columns
    var areas = [Double](repeating: .nan, count: columns.count)
    parallelUpdate(&areas) { index, area in area = columns[index].rocAUC }
    return areas
  }
}
