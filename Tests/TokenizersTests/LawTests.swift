import Foundation
import TestSupport
import Testing

@testable import Tokenizers

/// What holds for every text, tried on the goldens' 500.
@Suite struct LawTests {
  /// Tokenizers that leave text as it is and have every byte.
  private static let exact = ["llama3"]

  @Test(arguments: exact)
  func decodingGivesTheTextBack(name: String) throws {
    let tokenizer = try Samples.golden(name)
    for golden in try GoldenCase.all.get() {
      let ids = tokenizer.encode(golden.text).map(\.id)
      #expect(tokenizer.decode(ids).utf8.elementsEqual(golden.text.utf8))
    }
  }

  @Test(arguments: exact)
  func rangesHoldTheTokensBytes(name: String) throws {
    let tokenizer = try Samples.golden(name)
    for golden in try GoldenCase.all.get() {
      let utf8 = Array(golden.text.utf8)
      for token in tokenizer.encode(golden.text) {
        #expect(tokenizer.bytes(of: token.id).elementsEqual(utf8[token.range]))
      }
    }
  }

  @Test(arguments: Samples.goldenNames.filter { !["o200k", "words", "spaces"].contains($0) })
  func rangesTileTheText(name: String) throws {
    let tokenizer = try Samples.golden(name)
    for golden in try GoldenCase.all.get() {
      for parsing in [true, false] {
        let tokens = tokenizer.encode(golden.text, parsingSpecialTokens: parsing)
        var end = 0
        for token in tokens {
          #expect(token.range.lowerBound == end, "\(golden.text.debugDescription)")
          end = token.range.upperBound
        }
        #expect(end == golden.text.utf8.count, "\(golden.text.debugDescription)")
      }
    }
  }

  @Test func normalizedTextIsDecoded() throws {
    let tokenizer = try Samples.golden("bytes")
    for golden in try GoldenCase.all.get() where !golden.text.contains("mask") {
      let ids = tokenizer.encode(golden.text).map(\.id)
      // Strings are equal where their canonical forms are.
      #expect(tokenizer.decode(ids) == golden.text)
    }
  }

  @Test func specialTokensAreTextUnlessParsed() throws {
    let tokenizer = try Samples.golden("llama3")
    for golden in try GoldenCase.all.get() {
      let tokens = tokenizer.encode(golden.text, parsingSpecialTokens: false)
      #expect(!tokens.contains { tokenizer.isSpecial($0.id) })
    }
  }
}
