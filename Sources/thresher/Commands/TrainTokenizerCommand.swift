import Activations
import ArgumentParser
import Corpora
import Tokenizers

/// `thresher train tokenizer`: a byte-level vocabulary from a corpus.
struct TrainTokenizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer",
    abstract: "Train a byte-level BPE tokenizer on a corpus.",
    discussion: """
      It learns from the four fifths of the documents that a model would learn from.

      EXAMPLE
        thresher train tokenizer --corpus pages/ --vocabulary 2048 --output Checkpoints/my-tokenizer
      """)

  @OptionGroup var text: TrainingTextOptions

  @OptionGroup var vocabulary: VocabularyOptions

  @Option(name: .shortAndLong, help: "The tokenizer's folder.")
  var output: String

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    let tokenizer: String
    let tokens: Int
    let merges: Int
  }

  func run() throws {
    let trained = try vocabulary.train(
      on: try text.corpus(), recipe: try text.recipe(), isQuiet: common.quiet)
    try trained.write(to: output)
    if common.json {
      return try printJSON(
        Result(tokenizer: output, tokens: trained.size, merges: trained.tokens.count - 256))
    }
    print("\(output): a byte-level vocabulary of \(trained.size) tokens")
  }
}
