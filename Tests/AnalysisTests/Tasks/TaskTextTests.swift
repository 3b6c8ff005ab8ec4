import Testing
import Tokenizers

@testable import Analysis

@Suite struct TaskTextTests {
  private func questions(
    _ text: String, _ measure: TaskMeasure, contextSize: Int = 100, skipping: Int = 0
  ) throws -> [TaskText.Question] {
    TaskText(
      text, asking: [measure], of: try byteTokenizer(), prefix: [9], contextSize: contextSize,
      skipping: skipping
    ).questions
  }

  @Test func endTagsAreAskedForWhereTheyBegin() throws {
    // Positions count the token that opens the sequence: "<b>" are 1 to 3.
    let found = try questions("<b>x<i>y</i></b>", .htmlClose)
    #expect(found.map(\.position) == [8, 11])
    #expect(found.map(\.tag) == ["i", "b"] && found.map(\.depth) == [2, 1])
    #expect(found.map(\.distance) == [3, 10])
    #expect(found.allSatisfy { $0.rule == .beginning(Array("</".utf8)) })
  }

  @Test func namesAreAskedForBehindThem() throws {
    let found = try questions("<b>x<i>y</i></b>", .htmlTag)
    #expect(found.map(\.position) == [9, 12])
    #expect(found.map(\.rule) == [.token(Int(UInt8(ascii: "i"))), .token(Int(UInt8(ascii: "b")))])
    #expect(found.map(\.tag) == ["i", "b"])
  }

  @Test func whatOnlyLooksLikeAnEndTagIsNotAskedFor() throws {
    #expect(try questions("<!-- </b> -->x", .htmlClose).isEmpty)
    #expect(try questions("<a title='</b>'>x", .htmlTag).isEmpty)
  }

  @Test func bracketsAreAskedForWhereTheyFit() throws {
    let found = try questions("f(a[1]) ]", .bracketClose)
    #expect(found.map(\.position) == [5, 6])
    #expect(found.map(\.rule) == [.beginning(Array("]".utf8)), .beginning(Array(")".utf8))])
    #expect(found.map(\.depth) == [2, 1] && found.map(\.tag) == ["[", "("])
    #expect(try questions("f(a[1]) ]", .bracketKind).count == 2)
  }

  @Test func theContextEndsAndTheFirstTokensAreSkipped() throws {
    #expect(try questions("<b>x<i>y</i></b>", .htmlClose, contextSize: 10).map(\.position) == [8])
    #expect(try questions("<b>x<i>y</i></b>", .htmlClose, skipping: 9).map(\.position) == [11])
    #expect(try questions("", .htmlClose).isEmpty)
  }

  @Test func aJudgeGoesByTheRule() throws {
    let tokenizer = try byteTokenizer(words: ["</", "):"])
    var judge = AnswerJudge(tokenizer)
    func logits(_ best: Int) -> [Float] { (0..<258).map { $0 == best ? 2 : $0 == 93 ? 1 : 0 } }
    func isRight(_ best: Int, _ rule: AnswerRule) -> Bool {
      let row = logits(best)
      return judge.isRight(row.span, by: rule)
    }
    #expect(isRight(5, .token(5)) && !isRight(4, .token(5)))
    #expect(isRight(257, .beginning(Array(")".utf8))))
    #expect(!isRight(256, .beginning(Array(")".utf8))))
    #expect(isRight(5, .noneOf([4])) && !isRight(4, .noneOf([4])))
    let kinds = [")", "]", "}"].map { Array($0.utf8) }
    // The best token of all is no bracket; of those that are, 93 is `]`.
    #expect(isRight(5, .beginningAmong(kinds[1], kinds)))
    #expect(!isRight(5, .beginningAmong(kinds[0], kinds)))
    #expect(isRight(257, .beginningAmong(kinds[0], kinds)))
  }
}
