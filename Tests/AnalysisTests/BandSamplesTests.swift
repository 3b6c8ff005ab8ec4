import Testing

@testable import Analysis

@Suite struct BandSamplesTests {
  @Test func drawsTheSameRowsInAnyOrder() {
    let rows = (0..<500).map { RankedRow(value: 0.1 + Float($0 % 90) / 10, row: $0, sequence: 0) }
    var forward = BandSamples(limit: 3)
    var backward = BandSamples(limit: 3)
    for row in rows { forward.add(row) }
    for row in rows.reversed() { backward.add(row) }
    #expect(forward.octaves.map(\.rows) == backward.octaves.map(\.rows))
    for octave in forward.octaves {
      let inside = rows.filter { octave.range.contains(Double($0.value)) }
      #expect(octave.count == inside.count)
      #expect(octave.rows.count == min(3, inside.count))
      #expect(octave.rows.allSatisfy(inside.contains))
    }
    #expect(forward.octaves.map(\.count).reduce(0, +) == 500)
    #expect(forward.octaves.map(\.range.lowerBound) == [8, 4, 2, 1, 0.5, 0.25, 0.125, 0.0625])
  }
}
