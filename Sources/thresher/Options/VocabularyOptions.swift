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
    let progress = Progress("tokenizer", of: nil, unit: "documents", isQuiet: isQuiet)
    let documents = corpus.documents()
    while let item = documents.next() {
      guard case .document(let document) = item, Split.of(documentID: document.id) == .train else {
        continue
      }
      trainer.add(recipe.apply(to: document))
      progress.update(documents.cursor.ordinal)
    }
    progress.finish(documents.cursor.ordinal)
    return trainer.trained()
  }
}
