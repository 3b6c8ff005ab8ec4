public import Tensors

/// Returns sparse codes of the rows of `x`, and their pullback.
///
///     preActivations[b, f] = Σ_d x[b, d] · weight[f, d] + bias[f]
///     value[s][b, f]       = preActivations[b, f] where selector s chooses it, else 0
///     dWeight[f, d]        = Σ_s Σ_b dvalue[s][b, f] · x[b, d] where value[s][b, f] ≠ 0
///     dBias[f]             = Σ_s Σ_b dvalue[s][b, f] where value[s][b, f] ≠ 0
///
/// The pre-activations exist for one block of rows a thread at a time, and their gradient never
/// becomes a dense matrix. A block's product runs on one thread, so the codes do not depend on the
/// number of threads. The gradient of `x` is the decoding of the masked gradient by `weight`.
///
/// - Parameters:
///   - x: Inputs, shape `[batch, input]`.
///   - weight: Shape `[feature, input]`, so that a feature's gradient is a row.
///   - bias: Shape `[1, feature]`.
///   - selectors: What chooses the features of each code.
/// - Returns: A code for every selector, and a function from the gradients of their entries to
///   those of the weight and bias.
public func sparseEncode(
  _ x: Matrix, weight: Matrix, bias: Matrix, selecting selectors: [any RowSelector]
) -> (value: [SparseCode], pullback: ([SparseCode]) -> EncodeGradient) {
  let codes = sparseCodes(
    of: x, weight: weight, transposing: .right, bias: bias, selecting: selectors)
  return (
    codes,
    { dvalues in
      precondition(
        dvalues.count == codes.count,
        "sparseEncode: \(dvalues.count) gradients of \(codes.count) codes")
      let gradients = zip(codes, dvalues).map { code, dvalue in
        let masked = code.maskingGradient(dvalue)
        return EncodeGradient(weight: masked.transposedProduct(x), bias: masked.featureSums)
      }
      return gradients.dropFirst().reduce(gradients[0]) {
        EncodeGradient(weight: $0.weight + $1.weight, bias: $0.bias + $1.bias)
      }
    }
  )
}

/// The gradients of the parameters of `sparseEncode`.
public struct EncodeGradient: Sendable {
  /// Shape `[feature, input]`, for the features that were on.
  public let weight: RowGradient

  /// Shape `[1, feature]`.
  public let bias: Matrix
}

/// Sparse codes of the rows of `x`, without a pullback.
///
/// - Parameters:
///   - x: Inputs, shape `[batch, input]`.
///   - weight: Shape `[input, feature]`, or `[feature, input]` to be transposed.
///   - transposed: `.right` where `weight` is `[feature, input]`, else `.none`.
///   - bias: Shape `[1, feature]`.
///   - selectors: What chooses the features of each code.
/// - Returns: A code for every selector.
public func sparseCodes(
  of x: Matrix, weight: Matrix, transposing transposed: TransposedFactor, bias: Matrix,
  selecting selectors: [any RowSelector]
) -> [SparseCode] {
  precondition(!selectors.isEmpty && transposed != .left, "sparseCodes: selectors, and .right")
  if selectors.count == 1, let selector = selectors[0] as? any TiledSelector,
    let tiling = selector.tiling(bias: bias)
  {
    return [
      tiledCode(of: x, weight: weight, transposing: transposed, bias: bias, tiling: tiling)
    ]
  }
  let pieces = parallelMap(x.rows, grain: blockRows * blocksTogether) { rows in
    var working = selectors
    var codes = selectors.map { _ in SparseCode(featureCount: bias.columns) }
    // One block's memory serves those after it.
    var block = Matrix(rows: min(blockRows, rows.count), columns: bias.columns)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: blockRows) {
      let count = min(blockRows, rows.upperBound - start)
      block.addProduct(
        x.rows(start..<start + count), weight, transposing: transposed, toRows: 0..<count,
        columns: 0..<bias.columns, keeping: 0)
      for index in 0..<count {
        var row = block[mutableRow: index]
        add(bias[row: 0], to: &row)
        for place in working.indices {
          working[place].select(row.span, into: &codes[place])
          codes[place].endRow()
        }
      }
    }
    return codes
  }
  return selectors.indices.map { place in
    pieces.reduce(into: SparseCode(featureCount: bias.columns)) {
      $0.append(contentsOf: $1[place])
    }
  }
}

/// How many rows have their pre-activations in memory together: enough that packing the weight for
/// each block is a small part of its product.
private let blockRows = 256

/// How many blocks a thread takes at once.
private let blocksTogether = 2
