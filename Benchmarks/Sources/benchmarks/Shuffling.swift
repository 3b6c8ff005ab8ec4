import Activations
import Foundation
import Tensors

extension Benchmark {
  /// Shuffled reading of a harvest, and how well it is shuffled.
  static let shuffling = Benchmark(
    name: "shuffling", summary: "shuffled batches of 4096 rows of 768, 131072 rows in 8 shards"
  ) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "thresher-benchmark-\(UUID().uuidString)"
    ).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try writeHarvest(to: folder)
    let harvest = try HarvestFolder(path: folder)
    for prefetches in [false, true] {
      let rate = try rowsPerSecond(of: harvest, prefetches: prefetches)
      print(
        "  \(prefetches ? "read ahead" : "read when needed"):",
        "\(figure(rate, digits: 0)) rows/s, \(figure(rate * 768 * 4 / 1e9)) GB/s")
    }
    for blockRows in [1, 32, 512] {
      print(
        "  blocks of \(blockRows): a batch's mean varies",
        "\(figure(try varianceRatio(of: harvest, blockRows: blockRows), digits: 2)) times as a",
        "full shuffle's, where the rows of 512 neighbours are alike by half")
    }
  }
}

private let rowCount = 131_072

/// Rows whose columns are half the same throughout a stretch of 512, as those of one text are.
private func writeHarvest(to folder: String) throws {
  let random = SplittableRandom(seed: 1)
  var row = 0
  var texts = SplittableRandom(seed: 2)
  var text = [Float](repeating: 0, count: 768)
  try HarvestImport.rows(
    ofSites: [("hook", 768)], format: .float32, to: folder, shardRows: rowCount / 8
  ) {
    guard row < rowCount else { return nil }
    for column in text.indices { text[column] = texts.normal() }
    var rows = Matrix(rows: 512, columns: 768)
    for index in 0..<512 {
      var own = random.split(UInt64(row + index))
      var target = rows[mutableRow: index]
      // A few columns suffice to see the mean; the others fill the row.
      for column in 0..<768 {
        target[column] = text[column] + (column < 8 ? own.normal() : 0)
      }
    }
    row += 512
    return [rows]
  }
}

/// How fast batches come, used as a trainer would: with a product for each.
private func rowsPerSecond(of harvest: HarvestFolder, prefetches: Bool) throws -> Double {
  let weights = Matrix(rows: 768, columns: 512)
  var batches = try RowBatches(
    harvest, site: "hook", batchSize: 4096, seed: 1, prefetches: prefetches)
  let time = try seconds(repeating: 1) {
    for _ in 0..<rowCount / 4096 {
      guard let batch = try batches.next() else { return }
      precondition(Matrix.product(batch, weights).rows == 4096)
    }
  }
  return Double(rowCount) / time
}

/// The variance of batches' means, against that of rows drawn one by one.
private func varianceRatio(of harvest: HarvestFolder, blockRows: Int) throws -> Double {
  var batches = try RowBatches(
    harvest, site: "hook", batchSize: 4096, seed: 3, blockRows: blockRows)
  var (sum, count) = (0.0, 0.0)
  guard let moments = try harvest.moments(of: "hook") else { return .nan }
  for _ in 0..<3 * rowCount / 4096 {
    guard let batch = try batches.next() else { return .nan }
    for column in 0..<8 {
      let mean = (0..<4096).reduce(0.0) { $0 + Double(batch[$1, column]) } / 4096
      let expected =
        moments.variance[column] / 4096 * Double(rowCount - 4096) / Double(rowCount - 1)
      sum += (mean - moments.mean[column]) * (mean - moments.mean[column]) / expected
      count += 1
    }
  }
  return sum / count
}
