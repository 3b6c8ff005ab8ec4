import Analysis
import ArgumentParser
import Downloads
import Foundation
import Tokenizers
import Transformers

/// `thresher inspect brackets`.
struct InspectBracketsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "brackets",
    abstract: "Show which tokens are brackets, and which bracket a model foresees behind prompts.",
    discussion: """
      A token counts as the bracket that its text begins with, a space before it or
      not. Where the right bracket is known, metrics follow: openness and symbol
      are those of the notebook of case 003, the others do not change with a
      constant that is added to all logits.

      EXAMPLE
        thresher inspect brackets --model smollm2-135m --bos always
        thresher inspect brackets --model gpt-neo-125m --prompts reference \\
          --processing fold_ln,center_writing_weights,center_unembed --json > b.json
        thresher inspect brackets --model smollm2-135m --prompt 'f(x[0' --answer ']'
        thresher inspect brackets --tokenizer gpt2/
      """)

  @OptionGroup var source: TokenizerOptions

  @Option(help: "Whether a text is read after BOS: model, always, never.")
  var bos: BOSPolicy = .model

  @Option(help: "Weight processing: none, standard (as TransformerLens), or a list of its steps.")
  var processing = "none"

  @Option(help: "A prompt. Repeatable.")
  var prompt: [String] = []

  @Option(help: "The bracket that is right behind a --prompt; of several, one for each in order.")
  var answer: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Prompts: exploratory, the 72 of case 003; reference, its eight with their answers; or a file \
      with a JSON object a line, with the keys prompt and, if it is known, answer.
      """, valueName: "exploratory|reference|FILE.jsonl"))
  var prompts = "exploratory"

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard source.model != nil || source.tokenizer != nil else {
      throw ValidationError("expected --model MODEL, or --tokenizer FILE|FOLDER for its vocabulary")
    }
    guard answer.isEmpty || answer.count == prompt.count else {
      throw ValidationError(
        "--answer: expected one for each --prompt TEXT, found \(answer.count) for \(prompt.count)")
    }
  }

  func run() throws {
    common.apply()
    let texts = try chosenPrompts()
    let model = try loadModel()
    let scores = try scores(of: model, behind: texts)
    try page.write([.brackets(scores)], title: "Brackets")
    guard common.json else { return print(BracketsText(scores).text) }
    guard let model else { return print(AnalysisResult.brackets(scores).json()) }
    try printJSON(AnalysisResult.brackets(scores), of: model, bos: bos)
  }

  /// The model, where one is named.
  private func loadModel() throws -> LanguageModel? {
    try source.model.map { name in
      try LanguageModel(
        at: try LocalModels().find(name).path, name: name, processing: try Processing(processing))
    }
  }

  private func scores(
    of model: LanguageModel?, behind texts: [BracketPrompt]
  ) throws -> BracketScores {
    if let model { return try BracketScores(of: model, behind: texts, bos: bos) }
    let tokenizer = try source.required()
    return BracketScores(BracketClasses(of: tokenizer)) { tokenizer.text(of: $0) }
  }

  private func chosenPrompts() throws -> [BracketPrompt] {
    guard prompt.isEmpty else {
      return prompt.indices.map { index in
        BracketPrompt(prompt[index], answer: answer.isEmpty ? nil : answer[index])
      }
    }
    switch prompts {
    case "exploratory": return BracketPrompts.exploratory
    case "reference": return BracketPrompts.reference
    default:
      return try JSONLines(at: prompts).map(
        BracketPrompt.self, expecting: "the texts prompt and, if wanted, answer"
      ) { $0 }
    }
  }
}
