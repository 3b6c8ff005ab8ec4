import Analysis
import Corpora
import TestSupport
import Testing
import Tokenizers
import Transformers

@testable import Replays

/// Notebooks gone through with a tiny random model behind GPT-2's tokenizer.
@Suite(
  .enabled(if: sharedDataPath("tokenizers/gpt2") != nil, "needs ../shared/data/tokenizers/gpt2"))
struct NotebookTests {
  private func stage(documents count: Int = 3) throws -> ReplayStage {
    let path = try #require(sharedDataPath("tokenizers/gpt2"))
    let tokenizer = try Tokenizer(folder: path)
    let transformer = try Transformer(
      randomWeightsOf: .gpt2(
        layerCount: 2, headCount: 2, dModel: 8, dVocab: tokenizer.vocabularySize, contextSize: 128),
      seed: 1)
    let model = LanguageModel(
      name: "tiny", path: path, transformer: try transformer.processed(by: .standard),
      tokenizer: tokenizer, processing: .standard)
    return ReplayStage(
      model: model, bos: .always, documents: Array(SamplePages.documents.prefix(count)))
  }

  private func findings(_ replay: Replay) -> [String: Finding] {
    Dictionary(replay.steps.flatMap(\.findings).map { ($0.name, $0) }) { first, _ in first }
  }

  @Test func theBracketsTokensAreThePublished() throws {
    let replay = try Notebook.bracketClosing.replay(on: stage())
    let found = findings(replay)
    for name in ["tokens that begin with each", "tokens of each", "tokens"] {
      let finding = try #require(found[name], "\(name)")
      #expect(finding.verdict == .measured)
      #expect(finding.values == finding.published, "\(name)")
    }
    // What direct attribution leaves is b_U's and nothing else.
    #expect(abs(found["what the rows leave"]?.values?[0].wrappedValue ?? .nan) < 1e-4)
    #expect(replay.mistakes.count >= 3)
    #expect(!replay.isOriginal)
  }

  @Test func properNounsAreFoundAndRegressed() throws {
    let replay = try Notebook.properNouns.replay(on: stage())
    let found = findings(replay)
    #expect(found["such as"]?.text?.contains("Switzerland") == true)
    #expect(found["summary"]?.text?.contains("Logit Regression Results") == true)
    let counts = try #require(found["tokens, proper nouns among them, tokens of a block"]?.values)
    #expect(counts[0].wrappedValue == 2 * counts[2].wrappedValue)
    #expect(replay.steps[2].results.count == 1)
  }

  @Test func labelsStandOnTheirOwnTokens() throws {
    var stage = try stage()
    let corrected = try Notebook.tagClosing.replay(on: stage)
    stage.notebookCompat = true
    let literal = try Notebook.tagClosing.replay(on: stage)
    let (right, wrong) = (corrected.steps[2].tokens[0], literal.steps[2].tokens[0])
    #expect(right.tokens[0] == "<|endoftext|>" && wrong.tokens[0] == "<")
    #expect(right.values == wrong.values)
  }

  @Test func hooksLeftInChangeTheSecondHeadsLosses() throws {
    let heads = [HeadName(layer: 0, index: 1), HeadName(layer: 1, index: 0)]
    let stage = try stage(documents: 2)
    let documents = try SamplePages.documents.prefix(2).map {
      Array(try stage.textTokens(of: $0.title + " is a town on a river.").prefix(10))
    }
    let study = try HeadAblations(stage, heads: heads)
    let alone = try study.ablation(of: documents).units[1].kinds
    let left = try study.patchedWithTheFirstLeftIn(documents)
    for effect in alone where effect.kind.way == .patched {
      let literal = try #require(left[effect.kind.description])
      #expect(abs(literal - effect.lossChange.mean) > 1e-9, "\(effect.kind)")
    }
    // With the first head put where it was, both ways are one.
    let same = try HeadAblations(stage, heads: [heads[1], heads[1]])
    let again = try same.patchedWithTheFirstLeftIn(documents)
    for effect in alone where effect.kind.way == .patched {
      #expect(abs((again[effect.kind.description] ?? .nan) - effect.lossChange.mean) < 1e-5)
    }
  }

  @Test func aModelOfOtherSizesIsNotTheNotebooks() throws {
    let facts = Notebook.copySuppression.facts
    #expect(facts.isOriginal(.gpt2()))
    #expect(!facts.isOriginal(.gpt2(layerCount: 6)))
    // GPT-Neo has GPT-2's sizes.
    #expect(!Notebook.bracketClosing.facts.isOriginal(.gpt2()))
  }
}
