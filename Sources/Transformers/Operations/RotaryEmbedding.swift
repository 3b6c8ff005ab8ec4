import Glibc
import Tensors

/// The frequencies of rotary position embeddings, and which elements they turn.
///
///     frequency[i] = base^(−2 i / dimensions),   i < dimensions / 2
///
/// The two halves of a head's first `dimensions` elements are the pairs that are rotated, as in
/// Hugging Face's files: element `i` turns with element `i + dimensions / 2`. In GPT-J neighbours
/// are: element `2 i` turns with element `2 i + 1`.
///
/// Source: Su et al. 2021, <https://arxiv.org/abs/2104.09864>, equation 34.
struct RotaryEmbedding: Sendable {
  private let frequencies: [Double]
  private let pairsNeighbours: Bool

  init(
    base: Double, dimensions: Int, scaling: RotaryScaling? = nil, pairsNeighbours: Bool = false
  ) {
    precondition(dimensions % 2 == 0, "RotaryEmbedding: \(dimensions) dimensions are no pairs")
    frequencies = (0..<dimensions / 2).map { pair in
      let frequency = pow(base, -2 * Double(pair) / Double(dimensions))
      return scaling?.frequency(insteadOf: frequency, ofPair: pair) ?? frequency
    }
    self.pairsNeighbours = pairsNeighbours
  }

  /// The rotations of rows at the given positions.
  func rotations(at positions: [Int]) -> RowRotations {
    RowRotations(of: frequencies, at: positions, pairsNeighbours: pairsNeighbours)
  }
}

/// The rotations of the rows of one run: the cosines and sines of their positions' angles.
///
///     angle[p, i] = p · frequency[i]
///
/// They are computed for the positions that a run has, and not for all that its model could read: a
/// configuration's context costs nothing before someone fills it.
struct RowRotations: Sendable {
  /// For the positions from the first to the last, shape `[position, pair]`.
  private let cosines: Matrix
  private let sines: Matrix

  /// Where each row's position stands in them.
  private let places: [Int]

  private let pairsNeighbours: Bool

  /// Computes the angles and their cosines and sines in double precision.
  fileprivate init(of frequencies: [Double], at positions: [Int], pairsNeighbours: Bool) {
    let first = positions.min() ?? 0
    let count = (positions.max() ?? first) - first + 1
    var cosines = Matrix(rows: count, columns: frequencies.count)
    var sines = cosines
    forEachRow(&cosines, &sines) { index, cosines, sines in
      for (i, frequency) in frequencies.enumerated() {
        let angle = Double(first + index) * frequency
        cosines[i] = Float(cos(angle))
        sines[i] = Float(sin(angle))
      }
    }
    self.cosines = cosines
    self.sines = sines
    self.pairsNeighbours = pairsNeighbours
    places = positions.map { $0 - first }
  }

  /// Every head of every row of `x` rotated by its position's angles, and the pullback.
  ///
  ///     value[p, a] = x[p, a] cos − x[p, b] sin
  ///     value[p, b] = x[p, b] cos + x[p, a] sin        a and b the elements of a pair
  ///     dx          = dvalue rotated by the same angles the other way
  ///
  /// - Parameters:
  ///   - x: Queries or keys, shape `[row, head · dHead]`.
  ///   - dHead: The width of a head.
  /// - Returns: The rotated rows, and a function from their gradient to that of `x`.
  func rotated(_ x: Matrix, dHead: Int) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
    (
      rotated(x, dHead: dHead, direction: 1),
      { rotated($0, dHead: dHead, direction: -1) }
    )
  }

  private func rotated(_ x: Matrix, dHead: Int, direction: Float) -> Matrix {
    precondition(x.rows == places.count, "rotated: \(x.rows) rows at \(places.count) positions")
    var rotated = x
    rotated.forEachRow { index, row in
      let cosine = cosines[row: places[index]]
      let sine = sines[row: places[index]]
      let (step, distance) = pairsNeighbours ? (2, 1) : (1, cosine.count)
      for start in stride(from: 0, to: row.count, by: dHead) {
        for i in cosine.indices {
          let a = start + step * i
          let (first, second) = (row[a], row[a + distance])
          let turn = direction * sine[i]
          row[a] = first * cosine[i] - second * turn
          row[a + distance] = second * cosine[i] + first * turn
        }
      }
    }
    return rotated
  }
}
