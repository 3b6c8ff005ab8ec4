import Tensors
import Transformers

/// Changed sequences on their way through a model together, each from its first changed position.
struct Wave {
  /// Which counterfactual each sequence belongs to.
  private(set) var members: [Int] = []

  /// The residual stream, a row for each position of each member from its first on.
  private(set) var residual: Matrix

  private(set) var ranges: [Range<Int>] = []

  init(width: Int) { residual = Matrix(rows: 0, columns: width) }

  var isEmpty: Bool { members.isEmpty }

  /// Adds members with the states that they bring.
  mutating func append(_ other: [(member: Int, rows: Matrix)]) {
    guard !other.isEmpty else { return }
    var start = residual.rows
    residual = Matrix(stacking: [residual] + other.map(\.rows))
    for (member, rows) in other {
      members.append(member)
      ranges.append(start..<start + rows.rows)
      start += rows.rows
    }
  }

  /// Adds another wave that has come as far.
  mutating func append(_ other: Wave) {
    append(zip(other.members, other.ranges).map { ($0, other.residual.rows($1)) })
  }

  /// The same members one state further on.
  func advanced(to residual: Matrix) -> Wave {
    var wave = self
    wave.residual = residual
    return wave
  }
}
