import Tensors

/// The moments of rows that are taken in one after the other.
///
///     d[c]        = x[c] − shift[c],   with the first row as shift
///     mean[c]     = shift[c] + Σ d[c] / n
///     variance[c] = Σ d[c]² / n − (Σ d[c] / n)²
///
/// Sums of 32 rows are taken in single precision, and added in double; the shift keeps the variance
/// of columns that are far from zero. The result hangs on the rows and their order, not on how many
/// are handed over at once.
struct MomentSums: Sendable {
  private static let partRows = 32

  private(set) var rows = 0
  private var shift: [Float]
  private var partSums: [Float]
  private var partSquares: [Float]
  private var sums: [Double]
  private var squares: [Double]
  private var normSum = 0.0
  private var largestBits: UInt32 = 0

  init(width: Int) {
    shift = [Float](repeating: 0, count: width)
    partSums = shift
    partSquares = shift
    sums = [Double](repeating: 0, count: width)
    squares = sums
  }

  /// The largest magnitude of all; infinite or NaN if a value was.
  var largest: Float { Float(bitPattern: largestBits) }

  /// Takes in rows that lie one after the other.
  mutating func add(_ values: Span<Float>) {
    let width = shift.count
    precondition(values.count % width == 0, "MomentSums: \(values.count) values of \(width)")
    for start in stride(from: 0, to: values.count, by: width) {
      add(row: values.extracting(start..<start + width))
    }
  }

  private mutating func add(row: Span<Float>) {
    if rows == 0 { for i in row.indices { shift[i] = row[i] } }
    rows += 1
    let shift = shift
    update(&partSums, &partSquares, by: row, shift: shift.span)
    largestBits = max(largestBits, largestMagnitudeBits(row))
    normSum += Double(dot(row, row).squareRoot())
    if rows % Self.partRows == 0 { addPart() }
  }

  private mutating func addPart() {
    for i in shift.indices {
      sums[i] += Double(partSums[i])
      squares[i] += Double(partSquares[i])
      partSums[i] = 0
      partSquares[i] = 0
    }
  }

  /// The moments of the rows taken in so far.
  var moments: SiteMoments {
    guard rows > 0 else { return SiteMoments(width: shift.count) }
    var all = self
    all.addPart()
    let count = Double(rows)
    return SiteMoments(
      rows: rows, mean: shift.indices.map { Double(shift[$0]) + all.sums[$0] / count },
      variance: shift.indices.map { column in
        let mean = all.sums[column] / count
        return max(0, all.squares[column] / count - mean * mean)
      },
      meanNorm: normSum / count, largest: Double(largest))
  }
}

private func update(
  _ sums: inout [Float], _ squares: inout [Float], by row: Span<Float>, shift: Span<Float>
) {
  var sums = sums.mutableSpan
  var squares = squares.mutableSpan
  precondition(
    sums.count == row.count && squares.count == row.count && shift.count == row.count)
  for i in row.indices {
    let difference = row[i] - shift[i]
    sums[i] += difference
    squares[i] += difference * difference
  }
}

/// The bits of the largest magnitude, which grow with it; those of a NaN are above all others.
private func largestMagnitudeBits(_ row: Span<Float>) -> UInt32 {
  // As signed numbers, which the baseline's vectors can compare.
  var largest: Int32 = 0
  for i in row.indices {
    let magnitude = Int32(bitPattern: row[i].bitPattern & 0x7FFF_FFFF)
    largest = magnitude > largest ? magnitude : largest
  }
  return UInt32(bitPattern: largest)
}
