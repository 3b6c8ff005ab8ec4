import Tensors

/// Attention of queries to the keys that they may see, over sequences laid end to end.
///
/// Memory holds the scores of one block of queries a thread, never those of a whole batch.
struct Attention: Sendable {
  let headCount: Int
  let keyValueHeadCount: Int
  let dHead: Int
  let scale: Float

  /// How many positions back a query sees, its own included; nil for all.
  let window: Int?

  /// Whether queries see the keys after them too; then the window does not count either, as in
  /// TransformerLens.
  let isBidirectional: Bool

  /// The rows of one sequence: its queries are the last positions of its keys.
  struct Span: Sendable {
    let queries: Range<Int>
    let keys: Range<Int>
  }

  /// The gradients of the arguments of attention, each shaped like its argument.
  struct Gradient {
    var queries: Matrix
    var keys: Matrix
    var values: Matrix
  }

  /// How many queries are scored at once, which bounds the memory that scores take.
  private static let queryBlock = 64

  /// Each head's mean of the values, weighted by the softmax of its scores, and the pullback.
  ///
  ///     s[h, i, j] = scale · Σ_d q[i, h, d] · k[j, g(h), d]
  ///     z[i, h, :] = Σ_j p[h, i, j] · v[j, g(h), :],   p[h, i, :] = softmax of s over the j seen
  ///     dp[h, i, j] = Σ_d dz[i, h, d] · v[j, g(h), d]
  ///     ds[h, i, j] = p[h, i, j] · (dp[h, i, j] − Σ_m p[h, i, m] · dp[h, i, m])
  ///     dq = scale · ds k,  dk = scale · Σ_h dsᵀ q,  dv = Σ_h pᵀ dz      over the h of a group
  ///
  /// Query head `h` reads key head `g(h) = h / (headCount / keyValueHeadCount)`. A block of queries
  /// meets only the keys between the first and last that any of it sees. The pullback computes
  /// each block's pattern again rather than keep it (Dao et al. 2022).
  ///
  /// - Parameters:
  ///   - queries: Shape `[row, head · dHead]`.
  ///   - keys: Shape `[key row, key head · dHead]`.
  ///   - values: Shaped like `keys`.
  ///   - spans: Where the sequences lie.
  /// - Returns: z, shaped like `queries`, and a function from its gradient to those of the three.
  func callAsFunction(
    _ queries: Matrix, _ keys: Matrix, _ values: Matrix, spans: [Span]
  ) -> (value: Matrix, pullback: (Matrix) -> Gradient) {
    let work = spans.flatMap { span in (0..<headCount).map { (span: span, head: $0) } }
    var z = Matrix(rows: queries.rows, columns: queries.columns)
    let blocks = work.map { MatrixBlock(rows: $0.span.queries, columns: columns(of: $0.head)) }
    z.forEachBlock(blocks) { index, target in
      let (span, head) = work[index]
      let key = columns(of: keyHead(of: head))
      attend(
        queries.rows(span.queries).columns(columns(of: head)),
        keys.rows(span.keys).columns(key), values.rows(span.keys).columns(key), into: &target)
    }
    return (z, { gradient(of: $0, queries, keys, values, spans: spans) })
  }

  /// One head's attention over one sequence, a block of queries at a time.
  private func attend(_ q: Matrix, _ k: Matrix, _ v: Matrix, into z: inout Matrix) {
    var pattern = Matrix(rows: min(Self.queryBlock, q.rows), columns: k.rows)
    for block in blocks(of: q.rows) {
      let visible = fill(&pattern, with: block, q, k)
      z.addProduct(
        pattern.rows(0..<block.count).columns(0..<visible.count), v.rows(visible),
        toRows: block, columns: 0..<dHead, keeping: 0)
    }
  }

  /// Fills the first rows and columns of a buffer with the pattern of a block of queries.
  ///
  /// - Returns: The keys that its columns stand for.
  private func fill(
    _ pattern: inout Matrix, with block: Range<Int>, _ q: Matrix, _ k: Matrix
  ) -> Range<Int> {
    let first = k.rows - q.rows
    let visible = keysSeen(by: first + block.lowerBound..<first + block.upperBound, of: k.rows)
    pattern.addProduct(
      q.rows(block), k.rows(visible), transposing: .right,
      toRows: 0..<block.count, columns: 0..<visible.count, scale: scale, keeping: 0)
    for (index, query) in block.enumerated() {
      let seen = keysSeen(by: first + query..<first + query + 1, of: k.rows)
      let start = seen.lowerBound - visible.lowerBound
      var row = pattern[mutableRow: index]
      applySoftmax(to: &row, over: start..<start + seen.count)
    }
    return visible
  }

  private func blocks(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: Self.queryBlock).map { start in
      start..<min(start + Self.queryBlock, count)
    }
  }

  /// The keys between the first and the last that any of some positions sees.
  func keysSeen(by positions: Range<Int>, of keyCount: Int) -> Range<Int> {
    guard !isBidirectional else { return 0..<keyCount }
    let lower = window.map { max(0, positions.lowerBound - $0 + 1) } ?? 0
    return lower..<positions.upperBound
  }

  /// A query head's columns.
  func columns(of head: Int) -> Range<Int> { head * dHead..<(head + 1) * dHead }

  /// The key head that a query head reads.
  func keyHead(of head: Int) -> Int { head / groupSize }

  /// How many query heads read one key head.
  private var groupSize: Int { headCount / keyValueHeadCount }
}

extension Attention {
  private func gradient(
    of dz: Matrix, _ queries: Matrix, _ keys: Matrix, _ values: Matrix, spans: [Span]
  ) -> Gradient {
    let work = spans.flatMap { span in (0..<keyValueHeadCount).map { (span: span, head: $0) } }
    let group = groupSize * dHead
    let blocks = work.map { span, head in
      let key = MatrixBlock(rows: span.keys, columns: columns(of: head))
      return (
        a: MatrixBlock(rows: span.queries, columns: head * group..<(head + 1) * group),
        b: key, c: key
      )
    }
    var gradient = Gradient(
      queries: Matrix(rows: queries.rows, columns: queries.columns),
      keys: Matrix(rows: keys.rows, columns: keys.columns),
      values: Matrix(rows: values.rows, columns: values.columns))
    forEachBlock(&gradient.queries, &gradient.keys, &gradient.values, blocks: blocks) {
      index, dq, dk, dv in
      let block = blocks[index]
      let k = keys.rows(block.b.rows).columns(block.b.columns)
      let v = values.rows(block.b.rows).columns(block.b.columns)
      for head in 0..<groupSize {
        let q = queries.rows(block.a.rows).columns(block.a.columns).columns(columns(of: head))
        let part = dz.rows(block.a.rows).columns(block.a.columns).columns(columns(of: head))
        pullBack(part, q, k, v, dq: &dq, columns: columns(of: head), dk: &dk, dv: &dv)
      }
    }
    return gradient
  }

  /// Takes one head's gradient over one sequence back, a block of queries at a time.
  private func pullBack(
    _ dz: Matrix, _ q: Matrix, _ k: Matrix, _ v: Matrix, dq: inout Matrix, columns: Range<Int>,
    dk: inout Matrix, dv: inout Matrix
  ) {
    var pattern = Matrix(rows: min(Self.queryBlock, q.rows), columns: k.rows)
    var slope = pattern
    for block in blocks(of: q.rows) {
      let visible = fill(&pattern, with: block, q, k)
      let (rows, keys) = (0..<block.count, 0..<visible.count)
      slope.addProduct(
        dz.rows(block), v.rows(visible), transposing: .right, toRows: rows, columns: keys,
        keeping: 0)
      for row in rows {
        var slopes = slope[mutableRow: row]
        pullBackSoftmax(pattern[row: row].extracting(keys), of: &slopes)
      }
      dv.addProduct(
        pattern.rows(rows).columns(keys), dz.rows(block), transposing: .left,
        toRows: visible, columns: 0..<dHead)
      let ds = slope.rows(rows).columns(keys)
      dq.addProduct(ds, k.rows(visible), toRows: block, columns: columns, scale: scale)
      dk.addProduct(
        ds, q.rows(block), transposing: .left, toRows: visible, columns: 0..<dHead, scale: scale)
    }
  }
}

/// Replaces the gradient of a softmax by that of its argument: `p ⊙ (dp − Σ p ⊙ dp)`.
///
/// What the gradient's row holds behind the softmax's last element stays.
func pullBackSoftmax(_ softmax: Span<Float>, of gradient: inout MutableSpan<Float>) {
  let mean = dot(softmax, gradient.span.extracting(0..<softmax.count))
  for i in softmax.indices { gradient[i] = softmax[i] * (gradient[i] - mean) }
}
