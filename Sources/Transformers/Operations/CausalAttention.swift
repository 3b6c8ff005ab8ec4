import Tensors

/// Attention of queries to keys that are not after them, over sequences laid end to end.
struct CausalAttention: Sendable {
  let headCount: Int
  let keyValueHeadCount: Int
  let dHead: Int
  let scale: Float

  /// The rows of one sequence: its queries are the last positions of its keys.
  struct Span: Sendable {
    let queries: Range<Int>
    let keys: Range<Int>
  }

  /// How many queries are scored at once, which bounds the memory that scores take.
  private static let queryBlock = 64

  /// Each head's mean of the values, weighted by the softmax of its scores.
  ///
  ///     s[h, i, j] = scale · Σ_d q[i, h, d] · k[j, g(h), d],  j ≤ i
  ///     z[i, h, :] = Σ_j softmax_j(s[h, i, :])[j] · v[j, g(h), :]
  ///
  /// Query head `h` reads key head `g(h) = h / (headCount / keyValueHeadCount)`. A block of queries
  /// meets only the keys up to its last, so no score that causality forbids is computed twice over.
  ///
  /// - Parameters:
  ///   - queries: Shape `[row, head · dHead]`.
  ///   - keys: Shape `[key row, key head · dHead]`.
  ///   - values: Shaped like `keys`.
  ///   - spans: Where the sequences lie.
  /// - Returns: z, shaped like `queries`.
  func callAsFunction(_ queries: Matrix, _ keys: Matrix, _ values: Matrix, spans: [Span]) -> Matrix
  {
    var z = Matrix(rows: queries.rows, columns: queries.columns)
    let work = spans.flatMap { span in (0..<headCount).map { (span: span, head: $0) } }
    let blocks = work.map { MatrixBlock(rows: $0.span.queries, columns: columns(ofHead: $0.head)) }
    z.forEachBlock(blocks) { index, target in
      let (span, head) = work[index]
      let q = queries.rows(span.queries).columns(columns(ofHead: head))
      let k = keys.rows(span.keys).columns(columns(ofHead: keyHead(of: head)))
      let v = values.rows(span.keys).columns(columns(ofHead: keyHead(of: head)))
      attend(q, k, v, into: &target)
    }
    return z
  }

  /// One head's attention over one sequence, a block of queries at a time.
  private func attend(_ q: Matrix, _ k: Matrix, _ v: Matrix, into z: inout Matrix) {
    let offset = k.rows - q.rows
    for start in stride(from: 0, to: q.rows, by: Self.queryBlock) {
      let block = start..<min(start + Self.queryBlock, q.rows)
      let visible = 0..<offset + block.upperBound
      var pattern = Matrix(rows: block.count, columns: visible.count)
      pattern.addProduct(
        q.rows(block), k.rows(visible), transposing: .right, scale: scale, keeping: 0)
      for (index, query) in block.enumerated() {
        var row = pattern[mutableRow: index]
        applySoftmax(to: &row, first: offset + query + 1)
      }
      z.addProduct(pattern, v.rows(visible), toRows: block, columns: 0..<dHead, keeping: 0)
    }
  }

  /// The scores of one sequence, shape `[head · query, key]`; what causality forbids is −∞.
  func scores(_ queries: Matrix, _ keys: Matrix, span: Span) -> Matrix {
    let (queryCount, keyCount) = (span.queries.count, span.keys.count)
    var scores = Matrix(rows: headCount * queryCount, columns: keyCount)
    for head in 0..<headCount {
      scores.addProduct(
        queries.rows(span.queries).columns(columns(ofHead: head)),
        keys.rows(span.keys).columns(columns(ofHead: keyHead(of: head))), transposing: .right,
        toRows: head * queryCount..<(head + 1) * queryCount, columns: 0..<keyCount,
        scale: scale, keeping: 0)
    }
    scores.forEachRow { index, row in
      let visible = keyCount - queryCount + index % queryCount + 1
      for key in visible..<keyCount { row[key] = -.infinity }
    }
    return scores
  }

  /// The softmax of scores; shaped like them.
  func pattern(of scores: Matrix) -> Matrix {
    var pattern = scores
    pattern.forEachRow { _, row in applySoftmax(to: &row, first: row.count) }
    return pattern
  }

  /// The values of one sequence weighted by a pattern `[head · query, key]`, written into z's rows.
  func mix(_ values: Matrix, by pattern: Matrix, span: Span, into z: inout Matrix) {
    let queryCount = span.queries.count
    for head in 0..<headCount {
      z.addProduct(
        pattern.rows(head * queryCount..<(head + 1) * queryCount),
        values.rows(span.keys).columns(columns(ofHead: keyHead(of: head))),
        toRows: span.queries, columns: columns(ofHead: head), keeping: 0)
    }
  }

  private func columns(ofHead head: Int) -> Range<Int> { head * dHead..<(head + 1) * dHead }

  private func keyHead(of head: Int) -> Int { head / (headCount / keyValueHeadCount) }
}
