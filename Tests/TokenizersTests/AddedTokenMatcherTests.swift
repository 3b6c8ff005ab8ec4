import Testing

@testable import Tokenizers

@Suite struct AddedTokenMatcherTests {
  private func parts(
    _ text: String, _ tokens: [AddedToken], parsingSpecialTokens: Bool = true
  ) -> [String] {
    let bytes = Array(text.utf8)
    let matcher = AddedTokenMatcher(tokens.map { ($0, Array($0.content.utf8)) })
    return matcher.split(bytes.span, bytes.indices, parsingSpecialTokens: parsingSpecialTokens)
      .map { part in
        switch part {
        case .token(let id, let range): "\(id):" + String(decoding: bytes[range], as: UTF8.self)
        case .text(let range): String(decoding: bytes[range], as: UTF8.self)
        }
      }
  }

  private func token(_ id: Int, _ content: String, isSpecial: Bool = false) -> AddedToken {
    AddedToken(id: id, content: content, isSpecial: isSpecial)
  }

  @Test func theLongestOfTheLeftmostIsTaken() {
    let tokens = [token(1, "ab"), token(2, "abcd"), token(3, "bc"), token(4, "b")]
    #expect(parts("abcdabcxbc", tokens) == ["2:abcd", "1:ab", "cx", "3:bc"])
  }

  @Test func textWithoutTokensIsOnePart() {
    #expect(parts("xyz", [token(1, "ab")]) == ["xyz"])
    #expect(parts("", [token(1, "ab")]) == [])
    #expect(parts("xyz", []) == ["xyz"])
  }

  @Test func specialTokensCanBeText() {
    let tokens = [token(1, "<e>", isSpecial: true), token(2, "  ")]
    #expect(parts("a<e>  b", tokens, parsingSpecialTokens: false) == ["a<e>", "2:  ", "b"])
    #expect(parts("a<e>  b", tokens) == ["a", "1:<e>", "2:  ", "b"])
  }

  @Test func tokensTakeWhiteSpace() {
    var mask = token(1, "<m>")
    mask.stripsLeft = true
    #expect(parts("a \u{A0}<m> b", [mask]) == ["a", "1: \u{A0}<m>", " b"])
    mask.stripsRight = true
    #expect(parts("a <m>\n <m> b", [mask]) == ["a", "1: <m>\n ", "1:<m> ", "b"])
  }

  @Test func wordsStandAlone() {
    var word = token(1, "cat")
    word.isSingleWord = true
    #expect(
      parts("cat cats cat. bcat écat", [word]) == ["1:cat", " cats ", "1:cat", ". bcat écat"])
  }
}
