import Testing

@testable import Harvest

@Suite struct TokenSelectionTests {
  /// Pieces of tokens of one byte each.
  private func pieces(_ lengths: [Int]) -> [TextPiece] {
    let tokens = (0..<lengths.reduce(0, +)).map { TextToken(id: $0, range: $0..<$0 + 1) }
    var start = 0
    return lengths.map { length in
      defer { start += length }
      return TextPiece(tokens: tokens[start..<start + length])
    }
  }

  private func choices(
    _ name: String, _ lengths: [Int], text: String = "", window: Int = 0, seed: UInt64 = 1
  ) throws -> [[Int]] {
    try TokenSelection(named: name, window: window).choices(
      from: pieces(lengths), text: text, documentID: "page", seed: seed)
  }

  @Test func takesAllOrTheLast() throws {
    #expect(try choices("all", [3, 2]) == [[0, 1, 2], [0, 1]])
    #expect(try choices("last", [3, 2]) == [[2], [1]])
  }

  @Test func countsThroughTheDocument() throws {
    #expect(try choices("every:3", [4, 4, 4]) == [[0, 3], [2], [1]])
  }

  @Test func samplesByTheDocumentAlone() throws {
    let whole = try choices("sample:0.25", [2000])[0]
    #expect((400...600).contains(whole.count))
    let parts = try choices("sample:0.25", [700, 800, 500])
    #expect(parts[0] + parts[1].map { $0 + 700 } + parts[2].map { $0 + 1500 } == whole)
    #expect(try choices("sample:0.25", [2000], seed: 2)[0] != whole)
    #expect(try choices("sample:1", [5])[0] == [0, 1, 2, 3, 4])
  }

  @Test func takesNeighboursOfAMatch() throws {
    let text = "abc</d>e</f"
    #expect(try choices("match:</", [11], text: text) == [[3, 4, 8, 9]])
    #expect(try choices("match:</", [11], text: text, window: 1) == [[2, 3, 4, 5, 7, 8, 9, 10]])
    #expect(try choices("match:</", [3, 8], text: text, window: 1)[0] == [2])
    #expect(try choices("match:zz", [11], text: text) == [[]])
  }

  @Test func aWindowStaysInItsPrompt() throws {
    var parts = pieces([4, 4])
    parts[0].prompt = 0
    parts[1].prompt = 1
    let found = try TokenSelection(named: "match:d", window: 2).choices(
      from: parts, text: "abcdefgh", documentID: "", seed: 0)
    #expect(found == [[1, 2, 3], []])
  }

  @Test(arguments: ["", "every", "every:0", "sample:0", "sample:2", "match:", "first", "last:3"])
  func refusesWhatItDoesNotKnow(name: String) {
    let error = #expect(throws: HarvestError.self) { _ = try TokenSelection(named: name) }
    #expect(error?.code == .badSelection)
  }
}
