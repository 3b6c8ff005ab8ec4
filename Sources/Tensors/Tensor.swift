/// An array of floats with any number of axes, stored with the last axis innermost.
///
/// The arithmetic is `Matrix`'s: `matrix` and `init(_:shape:)` go from one to the other without
/// copying. A tensor adds only the axes, as activations and weights have names for.
public struct Tensor: Sendable, Equatable {
  /// The length of every axis.
  public let shape: [Int]

  /// The elements as a matrix: all axes but the last are its rows.
  public private(set) var matrix: Matrix

  /// Makes a tensor of the elements of `matrix`, in its order.
  public init(_ matrix: Matrix, shape: [Int]) {
    let last = shape.last ?? 1
    let leading = shape.dropLast().reduce(1, *)
    self.shape = shape
    self.matrix = matrix.reshaped(rows: leading, columns: last)
  }

  /// Makes a tensor of the given elements.
  public init(shape: [Int], elements: [Float]) {
    self.init(Matrix(rows: 1, columns: elements.count, elements: elements), shape: shape)
  }

  /// How many elements.
  public var count: Int { matrix.count }

  /// The elements, the last axis innermost.
  public var elements: [Float] { matrix.elements }
}
