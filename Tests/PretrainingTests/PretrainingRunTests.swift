import Corpora
import Foundation
import Tensors
import TestSupport
import Testing
import Tokenizers
import Transformers

@testable import Pretraining

@Suite struct PretrainingRunTests {
  /// A folder of small pages, and a run on them that has not begun.
  private func run(in folder: TemporaryFolder, steps: Int = 6) throws -> PretrainingRun {
    let pages = folder.file("pages")
    try FileManager.default.createDirectory(atPath: pages, withIntermediateDirectories: true)
    for index in 0..<30 {
      let tag = ["p", "li", "td"][index % 3]
      let page = (0..<4).map { "<\(tag)>item \(index * $0)</\(tag)>\n" }.joined()
      try Data(page.utf8).write(to: URL(filePath: "\(pages)/\(index).html"))
    }
    let corpus = try Corpus(sources: [pages])
    let output = folder.file("model")
    var trainer = try BytePairTrainer(vocabularySize: 270)
    let documents = corpus.documents()
    while case .document(let document) = documents.next() { trainer.add(document.text) }
    try trainer.trained().write(to: output)
    let tokenizer = try Tokenizer(folder: output)
    let beginning = try #require(tokenizer.beginningOfSequence)
    let text = try PretrainingText(
      of: corpus, recipe: try Recipe(named: "raw"), tokenizer: tokenizer, beginning: beginning,
      to: output)
    var configuration = PretrainingConfiguration(steps: steps)
    configuration.batchSequences = 4
    var run = try PretrainingRun(
      folder: output,
      model: .gpt2(
        layerCount: 1, headCount: 2, dModel: 8, dVocab: tokenizer.vocabularySize, contextSize: 16),
      configuration: configuration, text: text, tokenizer: tokenizer, beginning: beginning)
    run.checkpointEvery = 2
    return run
  }

  private func bytes(_ folder: TemporaryFolder) -> [Data?] {
    ["model.safetensors", "state/trainer.safetensors", "metrics.jsonl", "config.json"].map {
      FileManager.default.contents(atPath: folder.file("model/\($0)"))
    }
  }

  @Test func aResumedRunEndsInTheSameBytes() throws {
    let (whole, parted) = (try TemporaryFolder(), try TemporaryFolder())
    var first = try run(in: whole)
    try first.run()
    var second = try run(in: parted)
    try second.run { $0.step < 3 }
    // What was noted after the last checkpoint is taken again.
    var third = try PretrainingRun(resuming: second.folder)
    #expect(third.trainer.stepCount == 3)
    try third.run()
    #expect(bytes(whole) == bytes(parted))
    #expect(bytes(whole).allSatisfy { $0 != nil })
  }

  @Test func twoHundredStepsRepeat() throws {
    let (one, other) = (try TemporaryFolder(), try TemporaryFolder())
    for folder in [one, other] {
      var run = try run(in: folder, steps: 200)
      run.checkpointEvery = 100
      try run.run()
    }
    #expect(bytes(one) == bytes(other))
  }

  @Test func theFolderIsAModel() throws {
    let folder = try TemporaryFolder()
    var run = try run(in: folder, steps: 2)
    try run.run()
    let model = try LanguageModel(at: run.folder, name: "toy")
    #expect(model.configuration.layerCount == 1)
    let tokens = try model.tokens(of: "<p>item</p>")
    #expect(tokens.first == model.tokenizer.beginningOfSequence)
    #expect(try model.transformer(Run([tokens], logits: .last)).logits.rows == 1)
  }

  @Test func heldOutTextIsNotLearntFrom() throws {
    let folder = try TemporaryFolder()
    let text = try run(in: folder).record.text
    #expect(text.trainDocuments + text.heldOutDocuments == 30)
    #expect(text.heldOutDocuments > 0)
  }

  @Test func aFolderHoldsOneRun() throws {
    let folder = try TemporaryFolder()
    let first = try run(in: folder)
    let error = #expect(throws: PretrainingError.self) { _ = try run(in: folder) }
    #expect(error?.code == .badConfiguration)
    #expect(PretrainingRun.exists(in: first.folder))
  }

  @Test func aStateCutShortIsRefused() throws {
    let folder = try TemporaryFolder()
    let run = try run(in: folder)
    let path = "\(run.folder)/state/trainer.safetensors"
    let state = try #require(FileManager.default.contents(atPath: path))
    try state.prefix(state.count / 2).write(to: URL(filePath: path))
    #expect(throws: (any Error).self) { _ = try PretrainingRun(resuming: run.folder) }
  }
}
