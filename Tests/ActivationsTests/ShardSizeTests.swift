import Activations
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct ShardSizeTests {
  @Test(arguments: [RowFormat.float32, .float16, .int8])
  func isToldWithinAPercent(format: RowFormat) throws {
    for (rows, width) in [(1500, 96), (4000, 64), (700, 1000)] {
      let folder = try TemporaryFolder()
      var manifest = Manifest(
        contextSize: 128,
        sites: [
          .init(name: "hook_embed", width: width, dtype: format),
          .init(name: "blocks.0.hook_resid_post", width: width, dtype: .float32),
        ])
      manifest.labels = ["html.depth"]
      var writer = try ShardWriter(index: 0, folder: folder.path, manifest: manifest)
      let matrix = Matrix(rows: 100, columns: width)
      for sequence in 0..<rows / 100 {
        let document = writer.append(HarvestDocument(id: "page-\(sequence)", title: "A title"))
        try writer.append(
          HarvestSequence(
            tokens: Array(0..<100), document: document, offset: 0,
            labels: [Array(repeating: 1, count: 100)]),
          activations: [matrix, matrix])
      }
      let file = try writer.finish().summary.file
      let size = try #require(
        try FileManager.default.attributesOfItem(atPath: folder.file(file))[.size] as? Int)
      let told = ShardSize(
        rows: rows, sequences: rows / 100, documents: rows / 100, longestID: 7, longestTitle: 7
      ).byteCount(for: manifest)
      #expect(abs(Double(told - size)) <= 0.01 * Double(size), "\(told) told, \(size) taken")
    }
  }
}
