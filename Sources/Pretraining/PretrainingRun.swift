import Checkpoints
import Foundation
public import Tokenizers
public import Transformers

/// The training of a language model in a folder, where it can be stopped and taken up again.
///
/// The folder is a model's: `config.json`, `model.safetensors`, `tokenizer.json`; beside them
/// `training.json`, `metrics.jsonl` with a line for every step, and in `state/` the tokens and
/// all that the trainer needs to go on to the same bytes. Each file gets its name when it is whole.
public struct PretrainingRun {
  /// What `training.json` says.
  public let record: PretrainingRecord

  /// The folder.
  public let folder: String

  /// The trainer, as far as it has come.
  public private(set) var trainer: LanguageModelTrainer

  /// Every how many steps the state is saved.
  public var checkpointEvery = 200

  /// Every how many steps held-out text is read.
  public var evaluateEvery = 200

  /// How many windows of held-out text are read.
  public var heldOutWindows = 64

  private let windows: TextWindows
  private let heldOut: [[Int]]
  private var metrics: StepLog

  /// Starts a run.
  ///
  /// - Parameters:
  ///   - folder: The run's folder, where the text lies already.
  ///   - model: What the model is made of.
  ///   - configuration: How it is trained.
  ///   - text: What it learns from.
  ///   - tokenizer: What made its tokens.
  ///   - beginning: The token that opens a document.
  /// - Throws: `PretrainingError` with code `.badConfiguration` where the folder holds a run already,
  ///   or the vocabularies of model and tokenizer differ.
  public init(
    folder: String, model: TransformerConfiguration, configuration: PretrainingConfiguration,
    text: PretrainingText, tokenizer: Tokenizer, beginning: Int
  ) throws {
    guard !Self.exists(in: folder) else {
      throw PretrainingError(
        code: .badConfiguration,
        message: "the folder holds a run already: resume it, or choose another folder", path: folder
      )
    }
    guard tokenizer.vocabularySize <= model.dVocab else {
      throw PretrainingError(
        code: .badConfiguration,
        message: """
          the tokenizer has \(tokenizer.vocabularySize) tokens, the model's embedding \
          \(model.dVocab)
          """, path: folder)
    }
    let record = PretrainingRecord(
      configuration: configuration, text: text, beginning: beginning,
      vocabularySize: tokenizer.vocabularySize, tokenizer: LanguageModel.digest(of: tokenizer))
    try self.init(
      folder: folder, record: record, trainer: LanguageModelTrainer(model, configuration))
    try checkpoint()
    try writeJSON(record, to: "\(folder)/training.json")
  }

  /// Takes up the run in a folder where its last checkpoint left it.
  ///
  /// - Throws: `PretrainingError` where there is no run, or its files are damaged.
  public init(resuming folder: String) throws {
    let record: PretrainingRecord = try readJSON("\(folder)/training.json")
    var trainer = try LanguageModelTrainer(
      try TransformerConfiguration(file: "\(folder)/config.json"), record.configuration)
    try trainer.restoreState(from: Self.statePath(in: folder))
    try self.init(folder: folder, record: record, trainer: trainer)
    try metrics.keep(steps: trainer.stepCount)
  }

  private init(
    folder: String, record: PretrainingRecord, trainer: LanguageModelTrainer
  ) throws {
    self.folder = folder
    self.record = record
    self.trainer = trainer
    metrics = StepLog(folder: folder)
    func read(_ path: String) throws -> TextWindows {
      TextWindows(
        try TokenFile(path: path, vocabularySize: record.vocabularySize),
        beginning: record.beginning, contextSize: trainer.model.contextSize,
        seed: record.configuration.seed)
    }
    windows = try read(PretrainingText.trainFile(in: folder))
    heldOut = try read(PretrainingText.heldOutFile(in: folder)).sample(heldOutWindows)
  }

  /// Whether a folder holds a run.
  public static func exists(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/training.json")
  }

  private static func statePath(in folder: String) -> String {
    "\(folder)/state/trainer.safetensors"
  }

  /// Trains to the end of the run, and saves the model.
  ///
  /// - Parameter progress: Told of every step; false stops the run after a checkpoint.
  /// - Throws: `PretrainingError`; the last checkpoint stays.
  public mutating func run(progress: (PretrainingStep) -> Bool = { _ in true }) throws {
    let configuration = record.configuration
    var batches = windows.batches(
      of: configuration.batchSequences, fromStep: trainer.stepCount)
    while trainer.stepCount < configuration.steps {
      var step = try trainer.step(batches.nextBatch())
      let isLast = step.step == configuration.steps
      if isLast || step.step % evaluateEvery == 0 { step.heldOutLoss = try heldOutLoss() }
      try note(step)
      let goesOn = progress(step)
      if !goesOn || isLast || step.step % checkpointEvery == 0 { try checkpoint() }
      if !goesOn { return }
    }
  }

  private mutating func note(_ step: PretrainingStep) throws(PretrainingError) {
    do {
      try metrics.note(step)
    } catch {
      throw PretrainingError(code: .notFinite, message: "step \(step.step): \(error)")
    }
  }

  /// The mean cross-entropy of held-out windows under the model as trained so far.
  public func heldOutLoss() throws -> Double {
    let transformer = try trainer.transformer()
    var (sum, count) = (0.0, 0)
    for start in stride(from: 0, to: heldOut.count, by: 8) {
      var run = Run(Array(heldOut[start..<min(start + 8, heldOut.count)]))
      run.wantsLosses = true
      for losses in try transformer(run).losses?.bySequence ?? [] {
        sum += losses.reduce(0.0) { $0 + Double($1) }
        count += losses.count
      }
    }
    return sum / Double(count)
  }

  /// Saves the state, and the model as trained so far.
  public mutating func checkpoint() throws {
    try metrics.flush()
    try trainer.writeState(to: Self.statePath(in: folder))
    try trainer.transformer().write(to: folder, markToken: record.beginning)
  }
}
