import Tensors

/// Rows that are sums of few of many directions, to be found again.
struct SparseMixture {
  /// The unit directions, shape `[feature, coordinate]`.
  let directions: Matrix

  /// How many directions make a row.
  let active: Int

  init(directions count: Int, in coordinates: Int, active: Int, seed: UInt64) {
    var random = SplittableRandom(seed: seed)
    var directions = Matrix(rows: count, columns: coordinates)
    for index in 0..<count {
      let row = (0..<coordinates).map { _ in random.normal() }
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (i, value) in row.enumerated() { directions[index, i] = value / norm }
    }
    self.directions = directions
    self.active = active
  }

  /// Rows made of random directions with strengths from 1 to 2, moved by `offset`.
  func rows(_ count: Int, seed: UInt64, offset: Float = 0) -> Matrix {
    var random = SplittableRandom(seed: seed)
    var rows = Matrix(rows: count, columns: directions.columns)
    for row in 0..<count {
      var target = rows[mutableRow: row]
      for i in target.indices { target[i] = offset }
      for _ in 0..<active {
        let index = Int(random.next() % UInt64(directions.rows))
        add(directions[row: index], scale: 1 + random.uniform(), to: &target)
      }
    }
    return rows
  }

  /// The mean over directions of the largest cosine with a row of `found`.
  func recovery(by found: Matrix) -> Float {
    let cosines = (0..<directions.rows).map { index in
      (0..<found.rows).map { row in
        dot(directions[row: index], found[row: row])
          / Float(squaredNorm(found[row: row]).squareRoot())
      }.max() ?? 0
    }
    return cosines.reduce(0, +) / Float(cosines.count)
  }
}
