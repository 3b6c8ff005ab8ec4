import ArgumentParser
import Corpora
import Foundation
import Gradients
import Pretraining
import Reports
import Tensors
import Tokenizers
import Transformers

/// `thresher train lm`: a small transformer from scratch.
struct TrainLMCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lm",
    abstract: "Train a language model from scratch.",
    discussion: """
      It learns from four fifths of the documents; its loss is taken on the others. The model's folder
      holds what every command reads as a --model, and all that --resume needs.

      EXAMPLE
        thresher train lm --corpus pages/ --vocabulary 2048 --layers 2 --heads 4 --d-model 128 \\
          --steps 2000 --output Checkpoints/my-model
      """)

  @OptionGroup var text: TrainingTextOptions

  @OptionGroup var vocabulary: VocabularyOptions

  @Option(help: "The folder of a tokenizer; by default one is trained on the same text.")
  var tokenizer: String?

  @OptionGroup var architecture: ArchitectureOptions

  @Option(help: "How many steps to take.")
  var steps: Int

  @Option(help: "Sequences in a step.")
  var batch = 32

  @Option(help: "The learning rate at its highest; it warms up, then falls as a cosine.")
  var lr: Float = 1e-3

  @Option(help: "What AdamW takes from the weights in a step, times the learning rate.")
  var weightDecay: Float = 0.1

  @Option(help: "The largest norm of a step's gradient: a larger one is scaled down to it.")
  var clip: Float = 1

  @Option(help: "Parts of a batch that threads work on side by side.")
  var shards = 4

  @Flag(inversion: .prefixedNo, help: "Whether the unembedding is the embedding.")
  var tied = true

  @Option(help: "Save what is needed to go on after this many steps.")
  var checkpointEvery = 200

  @Option(help: "Take the loss of held-out text after this many steps.")
  var evaluateEvery = 200

  @Option(name: .shortAndLong, help: "The model's folder.")
  var output: String

  @Flag(help: "Go on where an interrupted run saved its state.")
  var resume = false

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    for (name, value) in [
      ("--steps", steps), ("--batch", batch), ("--shards", shards),
      ("--checkpoint-every", checkpointEvery), ("--evaluate-every", evaluateEvery),
    ] where value < 1 {
      throw ValidationError("\(name) \(value): expected at least 1")
    }
  }

  func run() throws {
    common.apply()
    var run = try resume ? resumed() : started()
    (run.checkpointEvery, run.evaluateEvery) = (checkpointEvery, evaluateEvery)
    let before = run.trainer.tokenCount
    let progress = Progress("lm", of: steps, unit: "steps", isQuiet: common.quiet)
    var heldOut = Double.nan
    try run.run { step in
      heldOut = step.heldOutLoss ?? heldOut
      let held = heldOut.isFinite ? String(format: " held out %.3f,", heldOut) : ""
      let rate = Double(step.tokens - before) / max(progress.seconds, 1e-9)
      progress.update(
        step.step, remark: String(format: "loss %.3f,\(held) %.0f tokens/s", step.loss, rate))
      return true
    }
    progress.finish(steps)
    try show(run, heldOutLoss: heldOut, tokens: run.trainer.tokenCount - before, progress.seconds)
    try page.write(
      [.lineChart(try LineChart(lossesIn: "\(output)/metrics.jsonl"))], title: output)
  }

  private func resumed() throws -> PretrainingRun {
    let run = try PretrainingRun(resuming: output)
    guard run.record.configuration == training else {
      throw ValidationError("--resume: \(output) holds a run with other settings")
    }
    return run
  }

  private func started() throws -> PretrainingRun {
    guard !PretrainingRun.exists(in: output) else {
      throw ValidationError("\(output) holds a run already: --resume it, or choose another folder")
    }
    let (corpus, recipe) = (try text.corpus(), try text.recipe())
    let tokenizer = try placeTokenizer(corpus, recipe)
    guard let beginning = tokenizer.beginningOfSequence ?? tokenizer.endOfSequence else {
      throw CommandError("\(tokenizer.path): expected a token that opens documents, such as BOS")
    }
    let model = try architecture.model(dVocab: tokenizer.vocabularySize)
    let progress = Progress("text", of: nil, unit: "documents", isQuiet: common.quiet)
    let prepared = try PretrainingText(
      of: corpus, recipe: recipe, tokenizer: tokenizer, beginning: beginning, to: output
    ) { progress.update($0) }
    progress.finish(
      prepared.trainDocuments + prepared.heldOutDocuments,
      remark: "\(prepared.trainTokens) tokens to learn from")
    return try PretrainingRun(
      folder: output, model: model, configuration: training, text: prepared, tokenizer: tokenizer,
      beginning: beginning)
  }

  /// Puts a tokenizer into the model's folder: a copy of the one that is named, or a trained one.
  private func placeTokenizer(_ corpus: Corpus, _ recipe: Recipe) throws -> Tokenizer {
    if let tokenizer {
      try Tokenizer.copyFiles(from: tokenizer, to: output)
    } else {
      let trained = try vocabulary.train(on: corpus, recipe: recipe, isQuiet: common.quiet)
      try trained.write(to: output)
    }
    return try Tokenizer(folder: output)
  }

  private var training: PretrainingConfiguration {
    var configuration = PretrainingConfiguration(steps: steps, peakRate: lr)
    (configuration.batchSequences, configuration.shards) = (batch, shards)
    (configuration.optimizer.weightDecay, configuration.gradientNormLimit) = (weightDecay, clip)
    (configuration.isTied, configuration.seed) = (tied, common.seed)
    return configuration
  }

  private struct Result: Encodable {
    let model: String
    let steps: Int
    let tokens: Int
    let seconds: Double
    let tokensPerSecond: Double
    let heldOutLoss: Double?
  }

  private func show(
    _ run: PretrainingRun, heldOutLoss: Double, tokens: Int, _ seconds: Double
  ) throws {
    guard !common.json else {
      return try printJSON(
        Result(
          model: output, steps: run.trainer.stepCount, tokens: run.trainer.tokenCount,
          seconds: seconds, tokensPerSecond: Double(tokens) / max(seconds, 1e-9),
          heldOutLoss: heldOutLoss.isFinite ? heldOutLoss : nil))
    }
    print(
      String(
        format: "%@: %d steps over %d tokens, a loss of %.3f nats a token on held-out documents",
        output, run.trainer.stepCount, run.trainer.tokenCount, heldOutLoss))
  }
}
