import Foundation
import TestSupport
import Testing

@testable import Tokenizers

@Suite struct BytePairTrainerTests {
  private struct Golden: Decodable {
    struct Trained: Decodable {
      let size: Int
      let cut: String?
      let merges: [[String]]
      let vocab: [String: Int]
      let ids: [Int]
    }
    let text: String
    let sentence: String
    let trained: [Trained]
  }

  private static func golden() throws -> Golden {
    let data = try Data(contentsOf: URL(filePath: goldenPath("Tokenizers/training.json")))
    return try JSONDecoder().decode(Golden.self, from: data)
  }

  /// What Hugging Face's tokenizers 0.23 learn from the same text.
  @Test(arguments: 0..<3)
  func learnsWhatHuggingFaceLearns(index: Int) throws {
    let golden = try Self.golden()
    let expected = golden.trained[index]
    var trainer = try BytePairTrainer(vocabularySize: expected.size, cut: expected.cut)
    trainer.add(golden.text)
    let folder = try TemporaryFolder()
    try trainer.trained().write(to: folder.path)
    let tokenizer = try Tokenizer(folder: folder.path)
    #expect(tokenizer.vocabularySize == expected.vocab.count)
    #expect(tokenizer.encode(golden.sentence).map(\.id) == expected.ids)
    let json = try JSONSerialization.jsonObject(
      with: try Data(contentsOf: URL(filePath: folder.file("tokenizer.json"))))
    let model = (json as? [String: Any])?["model"] as? [String: Any]
    #expect(model?["merges"] as? [[String]] == expected.merges)
    #expect(model?["vocab"] as? [String: Int] == expected.vocab)
  }

  @Test func theOrderOfTextsDoesNotMatter() throws {
    let texts = ["banana band", "a cab, a cab", "<p>anna</p>", "nab nab nab"]
    let trained = try [texts, texts.reversed()].map { texts in
      var trainer = try BytePairTrainer(vocabularySize: 275)
      for text in texts { trainer.add(text) }
      return trainer.trained().tokens
    }
    #expect(trained[0] == trained[1])
    #expect(trained[0].count > 256)
  }

  @Test func decodingGivesTheTextBack() throws {
    let golden = try Self.golden()
    var trainer = try BytePairTrainer(vocabularySize: 400)
    trainer.add(golden.text)
    let folder = try TemporaryFolder()
    try trainer.trained().write(to: folder.path)
    let tokenizer = try Tokenizer(folder: folder.path)
    #expect(tokenizer.decode(tokenizer.encode(golden.text).map(\.id)) == golden.text)
    #expect(tokenizer.beginningOfSequence == 0)
  }

  @Test func aVocabularySmallerThanTheBytesIsRefused() {
    let error = #expect(throws: TokenizerError.self) {
      _ = try BytePairTrainer(vocabularySize: 256)
    }
    #expect(error?.code == .inconsistent)
    #expect(throws: TokenizerError.self) {
      _ = try BytePairTrainer(vocabularySize: 300, cut: "(")
    }
  }

  @Test func trainingEndsWhereNothingIsFrequent() throws {
    var trainer = try BytePairTrainer(vocabularySize: 1000)
    trainer.add("abab")
    #expect(
      trainer.trained().tokens.dropFirst(256).map { String(decoding: $0, as: UTF8.self) } == ["ab"])
  }
}
