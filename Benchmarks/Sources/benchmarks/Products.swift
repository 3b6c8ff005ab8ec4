import Tensors

extension Benchmark {
  /// Matrix products of the shapes that a GPT-2 small's layers have.
  static let products = Benchmark(
    name: "products", summary: "matrix products of GPT-2 small's layers, 8192 rows"
  ) {
    for shape in ProductShape.gpt2Small(rowCount: 8192) {
      let time = shape.seconds { seconds($0) }
      print(
        "  [\(shape.rows), \(shape.inner)] x [\(shape.inner), \(shape.columns)]:",
        figure(shape.operations / time / 1e9), "GFLOP/s")
    }
  }
}

/// The shape of a matrix product, and how often a block has it.
struct ProductShape {
  let rows: Int
  let inner: Int
  let columns: Int
  let count: Int

  /// The layers of one block of GPT-2 small.
  static func gpt2Small(rowCount: Int) -> [ProductShape] {
    [
      ProductShape(rows: rowCount, inner: 768, columns: 768, count: 4),
      ProductShape(rows: rowCount, inner: 768, columns: 3072, count: 1),
      ProductShape(rows: rowCount, inner: 3072, columns: 768, count: 1),
    ]
  }

  /// Multiplications and additions of one product.
  var operations: Double { 2 * Double(rows) * Double(inner) * Double(columns) }

  /// How long one product takes by a clock, into memory that is there already.
  func seconds(by clock: (() -> Void) -> Double) -> Double {
    let a = Matrix(repeating: Matrix(row: Array(repeating: 0.5, count: inner)), rows: rows)
    let b = Matrix(repeating: Matrix(row: Array(repeating: 0.25, count: columns)), rows: inner)
    var c = Matrix(rows: rows, columns: columns)
    c.addProduct(a, b, keeping: 0)
    let time = clock { c.addProduct(a, b, keeping: 0) }
    precondition(c[rows - 1, columns - 1] == 0.125 * Float(inner), "products: a wrong product")
    return time
  }
}
