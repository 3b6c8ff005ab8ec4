import Activations
import ArgumentParser
import Corpora
import Tokenizers

/// What a vocabulary that is trained should be like.
struct VocabularyOptions: ParsableArguments {
  @Option(help: "How many tokens a trained vocabulary has.")
  var vocabulary = 4096

  @Option(
    help: ArgumentHelp(
      "An expression whose matches are tokens' borders, such as '</?|>' for tags.",
      valueName: "expression"))
  var cut: String?

  /// Trains on the documents that a model would learn from.
  func train(on corpus: Corpus, recipe: Recipe, isQuiet: Bool) throws -> TrainedVocabulary {
    var trainer = try BytePairTrainer(vocabularySize: vocabulary, cut: cut)
    let progress = Progress("tokenizer", of: corpus.count, unit: "documents", isQuiet: isQuiet)
    for index in 0..<corpus.count where Split.of(documentID: corpus.id(at: index)) == .train {
      guard let document = try? corpus.document(at: index) else { continue }
      trainer.add(document.isHTML ? recipe.apply(to: document.text) : document.text)
      progress.update(index + 1)
    }
    progress.finish(corpus.count)
    return trainer.trained()
  }
}
