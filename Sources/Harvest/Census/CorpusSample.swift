public import Corpora
import Tensors

/// Documents drawn at random from a corpus's beginning.
public enum CorpusSample {
  /// Draws documents.
  ///
  /// Every document among those looked at is as likely as any other; the draw depends on the seed
  /// and their number alone. No more than `count` are held at once.
  ///
  /// - Parameters:
  ///   - count: How many to draw.
  ///   - corpus: Where from.
  ///   - among: How many documents to look at, from the beginning.
  ///   - seed: What the draw depends on.
  /// - Returns: The documents, in the corpus's order; fewer where there are fewer.
  public static func draw(
    _ count: Int, from corpus: Corpus, among: Int, seed: UInt64
  ) -> [Document] {
    var random = SplittableRandom(seed: seed)
    var drawn: [(place: Int, document: Document)] = []
    var seen = 0
    let stream = corpus.documents()
    while seen < among, let item = stream.next() {
      guard case .document(let document) = item else { continue }
      seen += 1
      if drawn.count < count {
        drawn.append((seen, document))
      } else {
        let slot = Int.random(in: 0..<seen, using: &random)
        if slot < count { drawn[slot] = (seen, document) }
      }
    }
    return drawn.sorted { $0.place < $1.place }.map(\.document)
  }
}
