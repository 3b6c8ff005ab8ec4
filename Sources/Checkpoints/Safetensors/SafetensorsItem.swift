public import Tensors

/// A named tensor as a safetensors file will store it.
public struct SafetensorsItem: Sendable {
  /// The tensor's name.
  public let name: String

  let shape: [Int]

  private let contents: Contents

  private enum Contents: Sendable {
    case floats(Matrix, FloatFormat)
    case integers([Int32])
  }

  /// Makes an item of floats.
  public init(_ name: String, _ tensor: Tensor, storedAs format: FloatFormat = .float32) {
    self.name = name
    shape = tensor.shape
    contents = .floats(tensor.matrix, format)
  }

  /// Makes an item of whole numbers, such as token ids.
  public init(_ name: String, integers: [Int32], shape: [Int]) {
    precondition(
      shape.reduce(1, *) == integers.count, "\(name): \(integers.count) numbers as \(shape)")
    self.name = name
    self.shape = shape
    contents = .integers(integers)
  }

  var type: ScalarType {
    switch contents {
    case .floats(_, .float32): .float32
    case .floats(_, .float16): .float16
    case .floats(_, .bfloat16): .bfloat16
    case .integers: .int32
    }
  }

  /// The type's place in the reference library's order; files begin with the highest.
  var rank: Int {
    switch type {
    case .float32: 3
    case .int32: 2
    case .bfloat16: 1
    default: 0
    }
  }

  var byteCount: Int { shape.reduce(type.blockByteCount, *) }

  /// Hands the values, little-endian, row after row, to `body`.
  func forEachPiece(_ body: (RawSpan) throws(FileError) -> Void) throws(FileError) {
    switch contents {
    case .integers(let numbers): try unsafe body(numbers.span.bytes)
    case .floats(let matrix, .float32) where matrix.isContiguous:
      try unsafe body(matrix.span.bytes)
    case .floats(let matrix, let format):
      try forEachRow(of: matrix, as: format, body)
    }
  }

  private func forEachRow(
    of matrix: Matrix, as format: FloatFormat, _ body: (RawSpan) throws(FileError) -> Void
  ) throws(FileError) {
    var buffer = [UInt8](repeating: 0, count: matrix.columns * format.byteCount)
    for row in 0..<matrix.rows {
      var target = buffer.mutableSpan
      var bytes = unsafe target.mutableBytes
      format.encode(matrix[row: row], into: &bytes)
      try unsafe body(buffer.span.bytes)
    }
  }
}
