import Activations
import Tensors
import Transformers

/// Sequences that the model reads together; all belong to one shard.
struct HarvestBatch: Sendable {
  /// The sequences, at least one.
  let sequences: [PackedSequence]

  /// Whether their shard ends with them.
  let endsShard: Bool

  /// How many tokens of text they have.
  var textTokenCount: Int { sequences.reduce(0) { $0 + $1.textTokenCount } }

  /// The rows of every site for each sequence, from one forward pass.
  ///
  /// Sequences without rows are not read, the others up to their last row.
  func activations(
    of sites: [String], by transformer: Transformer
  ) throws(TransformerError) -> [[Matrix]] {
    let read = sequences.filter { !$0.positions.isEmpty }
    guard !read.isEmpty else { return sequences.map { _ in [] } }
    let result = try transformer(Run(read.map { Array($0.tokensToRun) }, sites: Set(sites)))
    let caches = sites.compactMap { result.cache[$0] }
    var next = 0
    return sequences.map { sequence in
      guard !sequence.positions.isEmpty else { return [] }
      defer { next += 1 }
      let start = result.cache.batch.ranges[next].lowerBound
      return caches.map { rows(at: sequence.positions, behind: start, of: $0) }
    }
  }
}

/// Some rows of a sequence that begins at a row: a view where they lie together.
private func rows(at positions: [Int], behind start: Int, of matrix: Matrix) -> Matrix {
  let first = positions[0]
  guard positions[positions.count - 1] - first + 1 > positions.count else {
    return matrix.rows(start + first..<start + first + positions.count)
  }
  return matrix.gatheringRows(positions.map { start + $0 })
}
