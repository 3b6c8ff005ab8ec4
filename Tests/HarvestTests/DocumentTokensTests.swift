import Corpora
import Testing
import Tokenizers

@testable import Harvest

@Suite struct DocumentTokensTests {
  private static let page = "<ul a=\"b\"><li>One</li><li>2</li></ul>."

  /// The page cut into sequences of `length` tokens, each behind a token that is no text.
  private func document(_ page: String = page, length: Int) throws -> (DocumentTokens, [Token]) {
    let tokenizer = try byteTokenizer()
    let tokens = tokenizer.encode(page)
    let sequences = stride(from: 0, to: tokens.count, by: length).map { start in
      [0] + tokens[start..<min(start + length, tokens.count)].map(\.id)
    }
    let document = DocumentTokens(
      tokens: sequences, prefixCount: 1, tokenizer: tokenizer)
    return (document, tokens)
  }

  /// The labels of the tokens of text, in the text's order.
  private func values(_ label: Label, length: Int) throws -> [Float] {
    let labels = try document(length: length).0.labels([label])[0]
    #expect(labels.allSatisfy { $0[0].isNaN }, "what is no text has no label")
    return labels.flatMap { $0.dropFirst() }
  }

  @Test(arguments: [1, 3, 7, 100])
  func closersAreSeenAcrossSequences(length: Int) throws {
    let tokens = try document(length: length).1
    let found = try values(.htmlClose, length: length)
    for index in tokens.indices.dropLast() {
      #expect(found[index] == (tokens[index + 1].id == 256 ? 1 : 0), "token \(index)")
    }
    #expect(found.last?.isNaN == true, "nothing follows the last token")
    #expect(found.count { $0 == 1 } == 3)
  }

  @Test(arguments: [2, 5, 100])
  func depthAndElementAreThoseOfTheTextReadSoFar(length: Int) throws {
    let tokens = try document(length: length).1
    let depths = try values(.htmlDepth, length: length)
    let inItem = try values(.htmlTag("li"), length: length)
    let closesList = try values(.htmlCloses("ul"), length: length)
    for (index, token) in tokens.enumerated() {
      let end = token.range.upperBound
      let read = String(Self.page.utf8.prefix(end)) ?? ""
      let opened = read.ranges(of: /<[a-z][^>]*>/).count
      let closed = read.ranges(of: /<\/[a-z]+>/).count
      #expect(depths[index] == Float(opened - closed), "after '\(read)'")
      let items = read.ranges(of: /<li>/).count - read.ranges(of: /<\/li>/).count
      #expect(inItem[index] == Float(items), "after '\(read)'")
      let rest = String(Self.page.utf8.dropFirst(end)) ?? ""
      #expect(closesList[index] == (rest.hasPrefix("</ul>") ? 1 : 0), "after '\(read)'")
    }
  }

  @Test func attributesAndTextAreToldApart() throws {
    let tokens = try document(length: 100).1
    let inAttribute = try values(.htmlIn(.attributeValue), length: 100)
    let inText = try values(.htmlIn(.text), length: 100)
    let quote = try #require(
      tokens.firstIndex { Self.page.utf8.prefix($0.range.upperBound).count == 7 })
    #expect(inAttribute[quote] == 1, "the next byte is the attribute's b")
    #expect(zip(inAttribute, inText).allSatisfy { $0.0 + $0.1 <= 1 })
  }

  @Test(arguments: [("<p>x", Float(1)), ("  <!doctype html>", 1), ("a < b", 0), ("< p", 0)])
  func htmlIsToldByItsBeginning(text: String, expected: Float) throws {
    let labels = try document(text, length: 100).0.labels([.html])[0]
    #expect(labels.flatMap { $0.dropFirst() }.allSatisfy { $0 == expected })
  }

  @Test func paddingIsNoTextAndHasNoLabel() throws {
    let tokenizer = try byteTokenizer()
    let sequences = [[0] + tokenizer.encode("<b>").map(\.id) + [7, 7], [0] + [1]]
    let document = DocumentTokens(
      tokens: sequences, prefixCount: 1, paddingToken: 7, tokenizer: tokenizer)
    #expect(document.bytes == Array("<b>".utf8) + [1])
    let labels = document.labels([.htmlDepth])[0]
    #expect(labels.map(\.count) == [6, 2])
    #expect(labels[0][3] == 1 && labels[0][4...].allSatisfy(\.isNaN))
  }
}
