import Testing

@testable import Tokenizers

@Suite struct PieceEncoderTests {
  private func ids(_ pieces: [String], _ encoder: inout PieceEncoder) -> [[Int]] {
    pieces.map { piece in
      let bytes = Array(piece.utf8)
      let tokens = encoder.tokens(of: bytes.span)
      return tokens.indices.map { tokens[$0].id }
    }
  }

  @Test(arguments: [1, 2, 3, 1 << 16])
  func forgettingChangesNothing(mostCached: Int) throws {
    var encoder = PieceEncoder(model: try Samples.small().model, mostCached: mostCached)
    let pieces = ["abc", "x", "ab", "abc", "a", "abcabc", "x", "ab"]
    #expect(
      ids(pieces, &encoder)
        == [[257], [120], [256], [257], [97], [257, 257], [120], [256]])
  }

  @Test func longPiecesAreNotRemembered() throws {
    var encoder = PieceEncoder(model: try Samples.small().model)
    let long = String(repeating: "ab", count: 200)
    let expected = [Int](repeating: 256, count: 200)
    #expect(ids([long, "x", long, "x"], &encoder) == [expected, [120], expected, [120]])
  }
}
