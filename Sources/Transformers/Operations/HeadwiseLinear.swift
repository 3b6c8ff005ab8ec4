import Gradients
import Tensors

/// A layer taken head by head: each head's part of the weight maps that head's own vectors.
///
/// Of queries, keys and values the outputs are split, so that each head may read a vector of its
/// own; of attention's output the inputs are, so that what each head writes is seen by itself.
struct HeadwiseLinear {
  /// Which side of the layer belongs to heads.
  enum Side { case inputs, outputs }

  let layer: Linear
  let headCount: Int
  let side: Side

  /// Each head's outputs, side by side, and their pullbacks.
  ///
  ///     value[p, h, o]    = Σ_i x[p, h, i] · weight_h[i, o] (+ bias[h, o] where outputs are split)
  ///     dx[p, h, i]       = Σ_o dvalue[p, h, o] · weight_h[i, o]
  ///     dWeight_h[i, o]   = Σ_p x[p, h, i] · dvalue[p, h, o]
  ///
  /// - Parameter x: Shape `[row, head · input]`.
  /// - Returns: Shape `[row, head · output]`.
  func callAsFunction(_ x: Matrix) -> (value: Matrix, pullback: Linear.Pullback) {
    let isPlain = layer.layout == .inputOutput
    var value = Matrix(rows: x.rows, columns: headCount * outputWidth)
    for head in 0..<headCount {
      value.addProduct(
        part(of: x, head, inputWidth), weight(of: head), transposing: isPlain ? .none : .right,
        toRows: 0..<x.rows, columns: columns(of: head, outputWidth), keeping: 0)
    }
    if side == .outputs, let bias = layer.bias { value.addToRows(bias) }
    return (
      value, Linear.Pullback(x: inputGradient, weight: { weightGradient(x, $0) }, bias: columnSums)
    )
  }

  private func inputGradient(_ dvalue: Matrix) -> Matrix {
    var dx = Matrix(rows: dvalue.rows, columns: headCount * inputWidth)
    for head in 0..<headCount {
      dx.addProduct(
        part(of: dvalue, head, outputWidth), weight(of: head),
        transposing: layer.layout == .inputOutput ? .right : .none,
        toRows: 0..<dx.rows, columns: columns(of: head, inputWidth), keeping: 0)
    }
    return dx
  }

  private func weightGradient(_ x: Matrix, _ dvalue: Matrix) -> Matrix {
    var dWeight = Matrix(rows: layer.weight.rows, columns: layer.weight.columns)
    for head in 0..<headCount {
      let (input, output) = (part(of: x, head, inputWidth), part(of: dvalue, head, outputWidth))
      let isPlain = layer.layout == .inputOutput
      let (rows, columns) = block(of: head)
      dWeight.addProduct(
        isPlain ? input : output, isPlain ? output : input, transposing: .left,
        toRows: rows, columns: columns, keeping: 0)
    }
    return dWeight
  }

  /// How many inputs a head has.
  private var inputWidth: Int { layer.inputCount / (side == .inputs ? headCount : 1) }

  /// How many outputs a head has.
  private var outputWidth: Int { layer.outputCount / (side == .outputs ? headCount : 1) }

  private func columns(of head: Int, _ width: Int) -> Range<Int> {
    head * width..<(head + 1) * width
  }

  private func part(of x: Matrix, _ head: Int, _ width: Int) -> Matrix {
    x.columns(columns(of: head, width))
  }

  private func weight(of head: Int) -> Matrix {
    let (rows, columns) = block(of: head)
    return layer.weight.rows(rows).columns(columns)
  }

  /// Where a head's part of the stored weight lies.
  private func block(of head: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let width = side == .inputs ? inputWidth : outputWidth
    let range = head * width..<(head + 1) * width
    let headsAreRows = (side == .inputs) == (layer.layout == .inputOutput)
    return headsAreRows
      ? (range, 0..<layer.weight.columns) : (0..<layer.weight.rows, range)
  }
}

/// Every row repeated for each head, and the pullback.
///
///     value[p, h, d] = x[p, d],   dx[p, d] = Σ_h dvalue[p, h, d]
func repeated(_ x: Matrix, headCount: Int) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
  let width = x.columns
  var value = Matrix(rows: x.rows, columns: headCount * width)
  value.forEachRow { index, row in
    let source = x[row: index]
    for start in stride(from: 0, to: row.count, by: width) {
      for i in source.indices { row[start + i] = source[i] }
    }
  }
  return (value, { sumOfHeads($0, headCount: headCount).value })
}

/// The sum of each row's heads, and the pullback.
///
///     value[p, d] = Σ_h x[p, h, d],   dx[p, h, d] = dvalue[p, d]
func sumOfHeads(_ x: Matrix, headCount: Int) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
  let width = x.columns / headCount
  var value = Matrix(rows: x.rows, columns: width)
  value.forEachRow { index, row in
    let source = x[row: index]
    for start in stride(from: 0, to: source.count, by: width) {
      for i in row.indices { row[i] += source[start + i] }
    }
  }
  return (value, { repeated($0, headCount: headCount).value })
}
