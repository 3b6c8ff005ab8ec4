import Analysis
import ArgumentParser
import Autoencoders
import Downloads
import Transformers

/// A ranking by what units do for a task, where one is asked for.
struct TaskRankingOptions: ParsableArguments {
  @Option(help: "Rank by a task instead of a label: a built-in one's name, or a YAML file.")
  var task: String?

  @Option(help: "Whether a text is read after BOS: model, always, never.")
  var bos: BOSPolicy = .model

  @Option(
    help: "Weight processing: none, standard (as TransformerLens), or a list of its steps.")
  var processing = "none"

  @OptionGroup(title: "Of a task") var texts: TaskCorpusOptions

  @Option(help: "With --corpus: how many prompts are cut out of the texts.")
  var prompts = 64

  @Option(help: "With --corpus: how many prompts of one document at most.")
  var perDocument = 4

  @Option(help: "With --corpus: how many tokens a prompt has at most.")
  var window = 96

  @Option(
    help: """
      What stands in a unit's place: zero, its mean over the prompts, or what it is in the corrupted \
      twin.
      """)
  var replacement: UnitReplacement = .mean

  @Option(
    help: "What falls: logit-diff, probability, log-probability; by default the task's own.")
  var metric: Metric?

  @Option(help: "How many of the first are measured, each in runs of its own.")
  var measure = 20

  @Option(
    help: ArgumentHelp(
      "With --corpus: take the K most helpful out together, on further documents. Repeatable.",
      valueName: "K"))
  var joint: [Int] = []

  @Option(help: "With --joint: how many times as many random units of equal norm are drawn.")
  var random = 5

  @Option(help: "With --joint: how many further documents are read.")
  var testDocuments = 40

  func validate() throws {
    guard task != nil || joint.isEmpty else { throw ValidationError("--joint goes with --task") }
    guard joint.isEmpty || !texts.corpus.isEmpty else {
      throw ValidationError("--joint goes with --corpus, whose further documents it is tried on")
    }
    guard joint.allSatisfy({ $0 >= 1 }) else {
      throw ValidationError("--joint: expected 1 or more")
    }
    guard measure >= 0, random >= 0 else {
      throw ValidationError("--measure and --random: expected 0 or more")
    }
    guard prompts >= 1, perDocument >= 1, window >= 2, testDocuments >= 1 else {
      throw ValidationError(
        "--prompts, --per-document and --test-documents are at least 1, --window at least 2")
    }
  }
}

extension TaskRankingOptions {
  /// Throws unless either a harvest or a task is given.
  func check(_ input: LabelledHarvest) throws {
    guard (task == nil) != (input.harvest == nil) else {
      throw ValidationError(
        "expected either --harvest FOLDER and --label NAME, or --model MODEL and --task NAME")
    }
    guard task == nil || input.model != nil else {
      throw ValidationError("--task goes with --model MODEL")
    }
    guard task == nil || (input.label == nil && input.labels == nil) else {
      throw ValidationError("--label and --labels are of a harvest: they do not go with --task")
    }
  }

  /// The ranking by a task; nil where none is asked for.
  ///
  /// - Parameters:
  ///   - units: What is ranked; nil for an autoencoder's features.
  ///   - sae: The autoencoder's folder.
  ///   - modelName: The model.
  ///   - top: How many items are listed.
  ///   - common: What every command understands.
  /// - Returns: The ranking.
  /// - Throws: What reading the task, the model or the autoencoder throws.
  func ranking(
    _ units: RankedUnits?, sae: String? = nil, modelName: String?, top: Int, common: CommonOptions
  ) throws -> RankTask? {
    guard let task, let modelName else { return nil }
    let behaviour = try BehaviourTask(named: task)
    let model = try LanguageModel(
      at: try LocalModels().find(modelName).path, name: modelName,
      processing: try Processing(processing))
    let features = try sae.map {
      RankedUnits.features(
        try SiteAutoencoder(try SavedAutoencoder(at: $0), in: model.configuration))
    }
    return RankTask(
      options: self, task: behaviour, model: model, units: units ?? features ?? .neurons,
      sae: sae.map(saeName), top: top, common: common)
  }
}
