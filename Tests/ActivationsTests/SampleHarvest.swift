import Activations
import Tensors
import TestSupport

/// A small harvest with made-up contents: two sites in three formats' worth of rows.
struct SampleHarvest {
  static let narrow = "blocks.0.hook_resid_pre"
  static let wide = "blocks.1.mlp.hook_post"
  static let contextSize = 5

  /// The lengths of the sequences, two documents and a shard for every three.
  let lengths = [5, 3, 5, 1, 5, 4]

  let folder: TemporaryFolder
  private(set) var manifest: Manifest

  init(_ format: RowFormat = .float32) throws {
    folder = try TemporaryFolder()
    manifest = Manifest(
      model: .init(name: "tiny", sha256: "00ff"), tokenizer: .init(sha256: "11"),
      processing: ["fold_ln"], contextSize: SampleHarvest.contextSize, prependBOS: true,
      sites: [
        .init(name: SampleHarvest.narrow, width: 4, dtype: format),
        .init(name: SampleHarvest.wide, width: 7, dtype: .float32),
      ],
      corpus: .init(sources: [.init(path: "pages", kind: "html", documentsRead: 4)], recipe: "raw"),
      seed: 7, toolVersion: "test")
  }

  /// Writes both shards and the manifest.
  mutating func write() throws {
    for shard in 0..<2 { manifest.shards.append(try writeShard(shard)) }
    try manifest.write(toFolder: folder.path)
  }

  func writeShard(_ shard: Int) throws -> ShardSummary {
    var writer = try ShardWriter(
      index: shard, folder: folder.path, manifest: manifest, firstDocument: 2 * shard,
      chunkByteCount: 64)
    let documents = [0, 1].map { index in
      writer.append(
        HarvestDocument(id: "doc\(2 * shard + index)", title: "Größe \(index)", offset: 100 * index)
      )
    }
    for sequence in 3 * shard..<3 * shard + 3 {
      try writer.append(
        HarvestSequence(
          tokens: tokens(ofSequence: sequence), document: documents[sequence % 3 / 2],
          offset: 10 * sequence, positions: positions(ofSequence: sequence)),
        activations: [
          activations(ofSequence: sequence, width: 4), activations(ofSequence: sequence, width: 7),
        ])
    }
    return try writer.finish().summary
  }

  func tokens(ofSequence sequence: Int) -> [Int] {
    (0..<lengths[sequence]).map { 1000 * sequence + $0 }
  }

  /// Every position but the first of the longer ones.
  func positions(ofSequence sequence: Int) -> [Int] {
    Array((lengths[sequence] == 5 ? 1 : 0)..<lengths[sequence])
  }

  /// Whole numbers below 256, which every format stores exactly.
  func activations(ofSequence sequence: Int, width: Int) -> Matrix {
    let rows = positions(ofSequence: sequence).map { position in
      (0..<width).map { Float((37 * (sequence * 8 + position) + 11 * $0) % 256) }
    }
    return Matrix(rows: rows.count, columns: width, elements: rows.flatMap { $0 })
  }

  /// All rows of a site of a width.
  func allRows(width: Int) -> Matrix {
    let parts = lengths.indices.map { activations(ofSequence: $0, width: width) }
    return Matrix(
      rows: parts.reduce(0) { $0 + $1.rows }, columns: width, elements: parts.flatMap(\.elements))
  }
}
