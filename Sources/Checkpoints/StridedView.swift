import Tensors

/// Where the elements of a tensor stand among numbers that follow one another.
///
///     place[i, j, …] = offset + i·strides[0] + j·strides[1] + …
struct StridedView: Sendable {
  let shape: [Int]
  let strides: [Int]

  /// How many elements.
  let count: Int

  /// The numbers from the first that the view sees to the last.
  let extent: Range<Int>

  /// Makes a view; nil when its numbers are not all inside the count that is claimed.
  ///
  /// A view may repeat numbers, as PyTorch's `expand` does, but not a few of them millions of times.
  ///
  /// - Parameters:
  ///   - shape: The lengths of the axes, at most 64.
  ///   - strides: How far apart neighbours on each axis are; not negative.
  ///   - offset: The place of the first element.
  ///   - limit: How many numbers there are.
  init?(shape: [Int], strides: [Int], offset: Int, limit: Int) {
    guard shape.count == strides.count, offset >= 0, strides.allSatisfy({ $0 >= 0 }),
      shape.count <= 64, let count = elementCount(shape)
    else { return nil }
    var last = offset
    for (length, stride) in zip(shape, strides) where count > 0 {
      let (step, overflow) = (length - 1).multipliedReportingOverflow(by: stride)
      let (sum, carry) = last.addingReportingOverflow(step)
      guard !overflow && !carry else { return nil }
      last = sum
    }
    guard count == 0 || last < limit, count <= max(1 << 24, limit) else { return nil }
    self.shape = shape
    self.strides = strides
    self.count = count
    extent = count == 0 ? 0..<0 : offset..<last + 1
  }

  /// The view of numbers whose first axis runs fastest, as Fortran's arrays have them.
  init?(columnMajor shape: [Int]) {
    guard let count = elementCount(shape) else { return nil }
    var stride = 1
    let strides = shape.map { length in
      defer { stride *= max(length, 1) }
      return stride
    }
    self.init(shape: shape, strides: strides, offset: 0, limit: count)
  }

  /// Whether the elements follow one another as `Tensor`'s do.
  var isContiguous: Bool {
    var expected = 1
    for (length, stride) in zip(shape, strides).reversed() where length != 1 {
      guard stride == expected else { return false }
      expected *= length
    }
    return true
  }

  /// The view of twice as many numbers, where each stands for two on an axis after the others.
  var ofPairs: StridedView {
    StridedView(
      shape: shape + [2], strides: strides.map { $0 * 2 } + [1], count: count * 2,
      extent: extent.lowerBound * 2..<extent.upperBound * 2)
  }

  private init(shape: [Int], strides: [Int], count: Int, extent: Range<Int>) {
    self.shape = shape
    self.strides = strides
    self.count = count
    self.extent = extent
  }

  /// The elements, in order, of the numbers in `extent`.
  func gathered(_ source: Matrix) -> Tensor {
    let columns = shape.last ?? 1
    let step = strides.last ?? 1
    var result = Matrix(rows: columns == 0 ? 0 : count / columns, columns: columns)
    result.forEachRow { index, row in
      let start = place(ofRow: index)
      let numbers = source.span
      for column in row.indices { row[column] = numbers[start + column * step] }
    }
    return Tensor(result, shape: shape)
  }

  /// How far from the view's first number that of a row is, rows being all axes but the last.
  private func place(ofRow row: Int) -> Int {
    var rest = row
    var place = 0
    for (length, stride) in zip(shape, strides).dropLast().reversed() {
      place += rest % length * stride
      rest /= length
    }
    return place
  }
}
