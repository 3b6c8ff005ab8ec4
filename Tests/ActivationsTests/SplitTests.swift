import Activations
import TestSupport
import Testing

@Suite struct SplitTests {
  @Test func dividesDocumentsEightOneOne() {
    let counts = Dictionary(grouping: (0..<4000).map { Split.of(documentID: "page \($0)") }) { $0 }
      .mapValues(\.count)
    // Within three deviations, which are 25, 19 and 19.
    #expect((3124...3276).contains(counts[.train] ?? 0))
    #expect((343...457).contains(counts[.validation] ?? 0))
    #expect((343...457).contains(counts[.test] ?? 0))
  }

  @Test func givesEveryRowToOnePart() throws {
    var sample = try SampleHarvest()
    try sample.write()
    let harvest = try HarvestFolder(path: sample.folder.path)
    let parts = try Split.allCases.map { ($0, try harvest.rows(in: $0)) }
    #expect(parts.flatMap { $0.1.ranges.flatMap(Array.init) }.sorted() == Array(0..<20))
    for (split, rows) in parts {
      for row in rows.ranges.flatMap(Array.init) {
        let document = try #require(try harvest.positions(row..<row + 1)[0].document)
        #expect(try Split.of(documentID: harvest.document(document).id) == split)
      }
    }
  }
}
