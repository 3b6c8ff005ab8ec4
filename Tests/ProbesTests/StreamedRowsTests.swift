import Activations
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct StreamedRowsTests {
  @Test func addUpAsRowsInMemoryDo() throws {
    let sample = try StreamedSample()
    let (streamed, x) = (sample.streamed, sample.x)
    #expect(streamed.rowCount == x.rows && streamed.columnCount == x.columns)
    let weights = (0..<x.rows).map { Double($0 % 5) - 1.5 }
    let means = x.weightedColumnSums([Double](repeating: 1 / Double(x.rows), count: x.rows))
    let sums = try streamed.weightedColumnSums(weights)
    for (a, b) in zip(sums, x.weightedColumnSums(weights)) { #expect(abs(a - b) < 1e-9) }
    let squares = try streamed.weightedSquares(weights.map(abs), around: means)
    for (a, b) in zip(squares, x.weightedSquares(weights.map(abs), around: means)) {
      #expect(abs(a - b) < 1e-9 * b)
    }
    #expect(try streamed.gatheredColumns([6, 2]) == x.gatheredColumns([6, 2]))
    #expect(try streamed.gatheredColumns([]).count == 0)
    #expect(try streamed.firstBadRow() == nil)
  }

  @Test(arguments: [Penalty.l1, .l2, .elasticNet(l1Ratio: 0.5)])
  func giveTheFitOfRowsInMemory(penalty: Penalty) throws {
    let sample = try StreamedSample()
    let regression = LogisticRegression(penalty: penalty)
    let held = try regression.fit(sample.x, labels: sample.labels)
    let streamed = try regression.fit(PreparedRows(sample.streamed), labels: sample.labels)
    #expect(streamed.converged)
    #expect(abs(held.objective - streamed.objective) < 1e-7 * held.objective)
    for (a, b) in zip(held.coefficients, streamed.coefficients) {
      #expect(abs(a - b) < 2e-3 && (a == 0) == (b == 0))
    }
    let decisions = try streamed.decisions(sample.streamed)
    let expected = try streamed.decisions(sample.x)
    for (a, b) in zip(decisions, expected) { #expect(abs(a - b) < 1e-5) }
  }

  @Test func nameTheRowThatIsNotFinite() throws {
    let sample = try StreamedSample(badRow: 17)
    #expect(try sample.streamed.firstBadRow() == 17)
    let error = #expect(throws: ProbeError.self) { try PreparedRows(sample.streamed) }
    #expect(error?.description == "row 17 has a number that is not finite")
  }

  @Test func sayThatThereIsNoSuchSite() throws {
    let sample = try StreamedSample()
    let harvest = try HarvestFolder(path: sample.folder.path)
    let error = #expect(throws: ProbeError.self) {
      try StreamedRows(harvest, site: "blocks.9.hook_mlp_out", rows: [0])
    }
    #expect(error?.code == .file && error?.description.contains("blocks.9.hook_mlp_out") == true)
  }
}

/// A harvest of two shards, of which every row but the first of each shard is asked for.
private struct StreamedSample {
  let folder: TemporaryFolder
  let x: Matrix
  let labels: [Bool]
  let streamed: StreamedRows

  private static let site = "blocks.0.mlp.hook_post"
  private static let shardRows = 40

  /// Makes a harvest; seven rows of it are in memory at once.
  init(badRow: Int? = nil) throws {
    folder = try TemporaryFolder()
    let all = normalMatrix(rows: 2 * Self.shardRows, columns: 8, seed: 9)
    let rows = (0..<all.rows).filter { $0 % Self.shardRows != 0 }
    var manifest = Manifest(
      contextSize: Self.shardRows, sites: [.init(name: Self.site, width: 8, dtype: .float32)])
    for shard in 0..<2 {
      let range = shard * Self.shardRows..<(shard + 1) * Self.shardRows
      manifest.shards.append(
        try Self.write(shard, all.rows(range).contiguous, manifest, to: folder.path))
    }
    try manifest.write(toFolder: folder.path)
    if let badRow { try Self.spoil(all[rows[badRow], 3], in: folder.file(manifest.shards[0].file)) }
    x = all.gatheringRows(rows)
    let x = x
    // Noise keeps the optimum sharp.
    let noise = normalMatrix(rows: x.rows, columns: 1, seed: 10)
    labels = (0..<x.rows).map { x[$0, 2] + 0.5 * x[$0, 6] + noise[$0, 0] > 0 }
    streamed = try StreamedRows(
      try HarvestFolder(path: folder.path), site: Self.site, rows: rows, byteLimit: 7 * 8 * 4)
  }

  /// Puts a NaN in a number's place, which no writer of ours would.
  private static func spoil(_ number: Float, in path: String) throws {
    let url = URL(fileURLWithPath: path)
    var bytes = try Data(contentsOf: url)
    func pattern(_ value: Float) -> Data { withUnsafeBytes(of: value.bitPattern) { Data($0) } }
    let place = try #require(bytes.range(of: pattern(number)))
    bytes.replaceSubrange(place, with: pattern(.nan))
    try bytes.write(to: url)
  }

  private static func write(
    _ shard: Int, _ x: Matrix, _ manifest: Manifest, to path: String
  ) throws -> ShardSummary {
    var writer = try ShardWriter(
      index: shard, folder: path, manifest: manifest, firstDocument: shard)
    let document = writer.append(HarvestDocument(id: "doc\(shard)", title: "", offset: 0))
    try writer.append(
      HarvestSequence(
        tokens: Array(0..<x.rows), document: document, offset: 0, positions: Array(0..<x.rows)),
      activations: [x])
    return try writer.finish().summary
  }
}
