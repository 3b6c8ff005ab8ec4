import ArgumentParser
import Corpora

/// Where documents come from, and what becomes of them.
struct CorpusOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      """
      Where documents lie: folders, files, archives, dumps, or globs; code:FOLDER for program code; \
      SOURCE=WEIGHT to draw from several at random.
      """, valueName: "source"))
  var sources: [String]

  @Option(help: "How pages are cleaned: wikipedia, article, text, raw, or steps joined by '+'.")
  var recipe = "wikipedia"

  @Flag(help: "Stop at the first document that must be passed over.")
  var strict = false

  /// Lists the files.
  func corpus(seed: UInt64) throws -> Corpus { try Corpus(sources: sources, seed: seed) }
}
