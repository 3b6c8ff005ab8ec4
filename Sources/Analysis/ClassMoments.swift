import Tensors

/// The class of a row under a label.
enum LabelClass: Sendable {
  case positive
  case negative
  /// The label says nothing of the row, which is left out of every comparison.
  case unlabelled

  init(_ label: Float) {
    self = label.isNaN ? .unlabelled : label > 0 ? .positive : .negative
  }
}

/// The moments of columns among the rows of either class, in memory that the columns alone decide.
struct ClassMoments: Sendable {
  /// The moments of a run of columns, which one thread takes in.
  private struct Block: Sendable {
    let columns: Range<Int>
    var positive: RunningMoments
    var negative: RunningMoments

    init(_ columns: Range<Int>) {
      self.columns = columns
      positive = RunningMoments(width: columns.count)
      negative = positive
    }
  }

  private static let blockWidth = 256

  private var blocks: [Block]

  init(width: Int) {
    blocks = stride(from: 0, to: width, by: Self.blockWidth).map {
      Block($0..<min($0 + Self.blockWidth, width))
    }
  }

  /// Takes in a batch, shape `[row, column]`, of rows of the given classes.
  mutating func add(_ activations: Matrix, classes: [LabelClass]) {
    parallelUpdate(&blocks) { _, block in
      let view = activations.columns(block.columns)
      for row in classes.indices {
        switch classes[row] {
        case .positive: block.positive.add(view[row: row])
        case .negative: block.negative.add(view[row: row])
        case .unlabelled: break
        }
      }
    }
  }

  /// What a column is like in the two classes.
  func contrast(_ column: Int) -> ClassContrast {
    let block = blocks[column / Self.blockWidth]
    let place = column % Self.blockWidth
    return ClassContrast(
      positive: ClassSummary(block.positive, place), negative: ClassSummary(block.negative, place))
  }
}
