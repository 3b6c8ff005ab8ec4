import Glibc
import Tensors

/// The rotations of rotary position embeddings: their cosines and sines, by position.
///
///     angle[p, i] = p · base^(−2 i / dimensions),   i < dimensions / 2
///
/// The two halves of a head's first `dimensions` elements are the pairs that are rotated, as in
/// Hugging Face's files: element `i` turns with element `i + dimensions / 2`. In GPT-J neighbours
/// are: element `2 i` turns with element `2 i + 1`.
///
/// Source: Su et al. 2021, <https://arxiv.org/abs/2104.09864>, equation 34.
struct RotaryEmbedding: Sendable {
  private let cosines: Matrix
  private let sines: Matrix
  private let pairsNeighbours: Bool

  /// Computes the rotations of positions `0..<positionCount`, in double precision.
  init(
    base: Double, dimensions: Int, positionCount: Int, scaling: RotaryScaling? = nil,
    pairsNeighbours: Bool = false
  ) {
    precondition(dimensions % 2 == 0, "RotaryEmbedding: \(dimensions) dimensions are no pairs")
    var cosines = Matrix(rows: positionCount, columns: dimensions / 2)
    var sines = cosines
    let frequencies = (0..<dimensions / 2).map { pair in
      let frequency = pow(base, -2 * Double(pair) / Double(dimensions))
      return scaling?.frequency(insteadOf: frequency, ofPair: pair) ?? frequency
    }
    for position in 0..<positionCount {
      var cosineRow = cosines[mutableRow: position]
      for (i, frequency) in frequencies.enumerated() {
        cosineRow[i] = Float(cos(Double(position) * frequency))
      }
      var sineRow = sines[mutableRow: position]
      for (i, frequency) in frequencies.enumerated() {
        sineRow[i] = Float(sin(Double(position) * frequency))
      }
    }
    self.cosines = cosines
    self.sines = sines
    self.pairsNeighbours = pairsNeighbours
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
  ///   - positions: The position of each row.
  /// - Returns: The rotated rows, and a function from their gradient to that of `x`.
  func rotated(
    _ x: Matrix, dHead: Int, positions: [Int]
  ) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
    (
      rotated(x, dHead: dHead, positions: positions, direction: 1),
      { rotated($0, dHead: dHead, positions: positions, direction: -1) }
    )
  }

  private func rotated(_ x: Matrix, dHead: Int, positions: [Int], direction: Float) -> Matrix {
    var rotated = x
    rotated.forEachRow { index, row in
      let cosine = cosines[row: positions[index]]
      let sine = sines[row: positions[index]]
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
