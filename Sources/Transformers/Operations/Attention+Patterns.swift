import Tensors

/// Attention in steps, for runs that look at whole scores and patterns or change them.
extension Attention {
  /// The scores of one sequence, and the pullback.
  ///
  ///     s[h, i, j] = scale · Σ_d q[i, h, d] · k[j, g(h), d]  where i sees j, else −∞
  ///
  /// - Parameters:
  ///   - queries: Shape `[row, head · dHead]`.
  ///   - keys: Shape `[key row, key head · dHead]`.
  ///   - span: Where the sequence lies.
  /// - Returns: Shape `[head · query, key]`, and a function from the gradient of that to those of
  ///   all queries and keys, zero outside the sequence and for scores that are −∞.
  func scores(
    _ queries: Matrix, _ keys: Matrix, span: Span
  ) -> (value: Matrix, pullback: (Matrix) -> [Matrix]) {
    let (queryCount, keyCount) = (span.queries.count, span.keys.count)
    var scores = Matrix(rows: headCount * queryCount, columns: keyCount)
    for head in 0..<headCount {
      scores.addProduct(
        queries.rows(span.queries).columns(columns(of: head)),
        keys.rows(span.keys).columns(columns(of: keyHead(of: head))), transposing: .right,
        toRows: rows(of: head, queryCount), columns: 0..<keyCount, scale: scale, keeping: 0)
    }
    hide(&scores, queryCount: queryCount, by: -.infinity)
    return (scores, { scoreGradients(of: $0, queries, keys, span: span) })
  }

  private func scoreGradients(
    of dscores: Matrix, _ queries: Matrix, _ keys: Matrix, span: Span
  ) -> [Matrix] {
    var dscores = dscores
    hide(&dscores, queryCount: span.queries.count, by: 0)
    var dq = Matrix(rows: queries.rows, columns: queries.columns)
    var dk = Matrix(rows: keys.rows, columns: keys.columns)
    for head in 0..<headCount {
      let part = dscores.rows(rows(of: head, span.queries.count))
      let (own, key) = (columns(of: head), columns(of: keyHead(of: head)))
      dq.addProduct(
        part, keys.rows(span.keys).columns(key), toRows: span.queries, columns: own, scale: scale)
      dk.addProduct(
        part, queries.rows(span.queries).columns(own), transposing: .left,
        toRows: span.keys, columns: key, scale: scale)
    }
    return [dq, dk]
  }

  /// The softmax of each row of scores, and the pullback; both shaped like them.
  ///
  /// A row that is −∞ throughout gives zeros, as in TransformerLens.
  func pattern(of scores: Matrix) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
    var pattern = scores
    pattern.forEachRow { _, row in
      guard indexOfMaximum(row.span) != nil else {
        for i in row.indices { row[i] = 0 }
        return
      }
      applySoftmax(to: &row, first: row.count)
    }
    return (
      pattern,
      { [pattern] dpattern in
        var dscores = dpattern
        dscores.forEachRow { index, row in pullBackSoftmax(pattern[row: index], of: &row) }
        return dscores
      }
    )
  }

  /// The values of every sequence weighted by its pattern, and the pullback.
  ///
  ///     z[i, h, :] = Σ_j p[h, i, j] · v[j, g(h), :]
  ///
  /// - Parameters:
  ///   - values: Shape `[key row, key head · dHead]`.
  ///   - patterns: For each sequence `[head · query, key]`.
  ///   - spans: Where the sequences lie.
  /// - Returns: Shape `[row, head · dHead]`, and a function from its gradient to that of the values,
  ///   followed by those of the patterns.
  func mix(
    _ values: Matrix, by patterns: [Matrix], spans: [Span]
  ) -> (value: Matrix, pullback: (Matrix) -> [Matrix]) {
    var z = Matrix(
      rows: spans.reduce(0) { $0 + $1.queries.count }, columns: headCount * dHead)
    for (pattern, span) in zip(patterns, spans) {
      for head in 0..<headCount {
        z.addProduct(
          pattern.rows(rows(of: head, span.queries.count)),
          values.rows(span.keys).columns(columns(of: keyHead(of: head))),
          toRows: span.queries, columns: columns(of: head), keeping: 0)
      }
    }
    return (z, { mixGradients(of: $0, values, patterns, spans: spans) })
  }

  private func mixGradients(
    of dz: Matrix, _ values: Matrix, _ patterns: [Matrix], spans: [Span]
  ) -> [Matrix] {
    var dvalues = Matrix(rows: values.rows, columns: values.columns)
    let dpatterns = zip(patterns, spans).map { pattern, span in
      var dpattern = Matrix(rows: pattern.rows, columns: pattern.columns)
      for head in 0..<headCount {
        let key = columns(of: keyHead(of: head))
        let rows = rows(of: head, span.queries.count)
        let part = dz.rows(span.queries).columns(columns(of: head))
        dpattern.addProduct(
          part, values.rows(span.keys).columns(key), transposing: .right,
          toRows: rows, columns: 0..<pattern.columns, keeping: 0)
        dvalues.addProduct(
          pattern.rows(rows), part, transposing: .left, toRows: span.keys, columns: key)
      }
      return dpattern
    }
    return [dvalues] + dpatterns
  }

  private func rows(of head: Int, _ queryCount: Int) -> Range<Int> {
    head * queryCount..<(head + 1) * queryCount
  }

  /// Replaces what the queries of a square do not see.
  private func hide(_ square: inout Matrix, queryCount: Int, by value: Float) {
    let keyCount = square.columns
    square.forEachRow { index, row in
      let position = keyCount - queryCount + index % queryCount
      let seen = keysSeen(by: position..<position + 1, of: keyCount)
      for key in 0..<seen.lowerBound { row[key] = value }
      for key in seen.upperBound..<keyCount { row[key] = value }
    }
  }
}
