import ArgumentParser
import Tokenizers
import Transformers

/// `thresher generate`: a prompt continued, with interventions if so asked.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Continue a prompt, token by token.",
    discussion: """
      EXAMPLE
        thresher generate --model smollm2-135m --prompt '<h1>Title here' --max-tokens 10
        thresher generate --model smollm2-135m --prompt '<ul><li>One' --ablate 15.204,15.981
        thresher generate --model smollm2-135m --prompt '<h1>Title here' \\
          --ablate @Checkpoints/html-probe/probe.json --at last
        thresher generate --model smollm2-135m --prompt 'Title here' \\
          --steer Checkpoints/pages-sae:456=8 --steer @Checkpoints/html-probe/probe.json=2
        thresher generate --model smollm2-135m --prompt '<b>One</b>' --ablate 15.204 \\
          --at 'match:</'
        thresher generate --model smollm2-135m --prompt '<ul><li>One' --bos always \\
          --set-feature Checkpoints/pages-sae:456=0
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var prompt: PromptOptions

  @Option(help: "How many tokens to add.")
  var maxTokens = 20

  @OptionGroup var changes: InterventionOptions

  @Flag(help: "Go on after the end-of-sequence token.")
  var ignoreEnd = false

  @Option(help: "Draw tokens at this temperature; 0 takes the likeliest.")
  var temperature = 0.0

  @Option(help: "Draw among so many of the likeliest tokens only.")
  var topK: Int?

  @Option(help: "Draw among the likeliest tokens that make up this probability only.")
  var topP: Double?

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    let prompt: String
    let tokens: [Int]
    let text: String
  }

  func validate() throws {
    guard maxTokens >= 1 else {
      throw ValidationError("--max-tokens \(maxTokens): expected at least 1")
    }
    guard temperature >= 0 else { throw ValidationError("--temperature: expected 0 or more") }
    guard topK ?? 1 >= 1 else { throw ValidationError("--top-k: expected at least 1") }
    guard topP ?? 1 > 0 else { throw ValidationError("--top-p: expected a number above 0") }
  }

  func run() throws {
    common.apply()
    let model = try model.load()
    let ids = try prompt.ids(for: model, bos: self.model.bos)
    let stop = ignoreEnd ? [] : Set([model.tokenizer.endOfSequence].compactMap { $0 })
    let tokens = try model.transformer.generate(
      ids,
      options: GenerationOptions(
        maxTokens: maxTokens, stopTokens: stop,
        interventions: try changes.interventions(in: model, bos: self.model.bos),
        sampling: Sampling(temperature: temperature, topK: topK, topP: topP), seed: common.seed))
    let isPrefixed = try prompt.tokens == nil && model.beginning(under: self.model.bos) != nil
    let text = model.tokenizer.decode(tokens.dropFirst(isPrefixed ? 1 : 0))
    if common.json {
      try printJSON(
        Result(prompt: prompt.prompt ?? model.tokenizer.decode(ids), tokens: tokens, text: text))
    } else {
      print(text)
    }
  }
}
