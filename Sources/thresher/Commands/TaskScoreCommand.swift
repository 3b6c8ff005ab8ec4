import Analysis
import ArgumentParser
import Transformers

/// `thresher task score`: how well a model does tasks.
struct TaskScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score how well a model does tasks, on their prompts or on a corpus.",
    discussion: """
      On prompts, a model is right when its likeliest token is a right answer; the
      interval is Wilson's. On a corpus the question is put wherever a page says
      what comes next, as far into each document as --context; the interval is a
      bootstrap over documents, and --by shows the accuracy by what is closed. With
      interventions, the task is put to the model as it is and to the changed one.

      EXAMPLE
        thresher task score html-close html-tag bracket-kind --model smollm2-135m --bos always
        thresher task score html-close html-tag --model smollm2-135m --bos always \\
          --corpus pages/ --recipe blank-attributes+neutral-links+body --by depth --by tag
        thresher task score capitals.yaml --model gpt2 --json
        thresher task score html-close --model smollm2-135m --bos always \\
          --corpus pages/ --steer @Checkpoints/html-probe/probe.json=2
      """)

  @Argument(help: "The tasks: built-in names, or YAML files.")
  var tasks: [String]

  @OptionGroup var model: ModelOptions
  @OptionGroup var texts: TaskCorpusOptions

  @Option(help: "With --corpus: show the accuracy by depth, distance or tag. Repeatable.")
  var by: [TaskScores.Group.Kind] = []

  @OptionGroup(title: "Interventions") var changes: InterventionOptions

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let tasks = try tasks.map { try BehaviourTask(named: $0) }
    let model = try model.load()
    var scores = TaskScores(model: model.name, tasks: [], warnings: [])
    if let corpus = try texts.texts(for: model, seed: common.seed) {
      try score(tasks, on: corpus, of: model, into: &scores)
    } else {
      for task in tasks { try score(task, of: model, into: &scores) }
    }
    try page.write([.tasks(scores)], title: scores.model ?? "Tasks")
    guard !common.json else {
      return try self.model.printJSON(AnalysisResult.tasks(scores), of: model)
    }
    print(TaskScoreText(scores, groups: by).text)
    for warning in scores.warnings ?? [] { note("warning: \(warning)") }
  }

  private func score(
    _ task: BehaviourTask, of model: LanguageModel, into scores: inout TaskScores
  ) throws {
    guard !task.prompts.isEmpty else {
      throw CommandError("\(task.name): it has no prompts: give --corpus SOURCE")
    }
    let (prompts, warnings) = try task.prompts(
      for: model.tokenizer, prefix: try prefix(of: model))
    let outcomes = try scorer(of: model).outcomes(of: prompts, by: task.metric)
    var score = TaskScores.Score(task: task.name, outcomes: outcomes)
    if let changed = try changedScorer(of: model) {
      score.intervention = TaskIntervention(
        before: outcomes, after: try changed.outcomes(of: prompts, by: task.metric))
    }
    scores.tasks.append(score)
    scores.warnings = (scores.warnings ?? []) + warnings
  }

  private func score(
    _ tasks: [BehaviourTask], on corpus: TaskCorpus, of model: LanguageModel,
    into scores: inout TaskScores
  ) throws {
    let measures = try tasks.map { task in
      guard let measure = task.measure else {
        throw CommandError("\(task.name): it has no measure: it is asked of its prompts alone")
      }
      return measure
    }
    var tallies = tasks.map { _ in TaskTally() }
    var answers = tasks.map { _ in (before: [TaskAnswer](), after: [TaskAnswer]()) }
    let (scorer, changed) = (scorer(of: model), try changedScorer(of: model))
    let progress = Progress(
      "task score", of: corpus.maxDocuments, unit: "documents", isQuiet: common.quiet)
    var count = 0
    try corpus.forEach(
      asking: Array(Set(measures)), of: model.tokenizer, prefix: try prefix(of: model)
    ) { text in
      let (before, after) = (try scorer.answers(to: text), try changed?.answers(to: text) ?? [])
      for (index, measure) in measures.enumerated() {
        let own = before.filter { $0.question.measure == measure }
        tallies[index].add(own)
        guard changed != nil else { continue }
        answers[index].before += own
        answers[index].after += after.filter { $0.question.measure == measure }
      }
      count += 1
      progress.update(count)
    }
    progress.finish(count)
    scores.tasks = zip(tasks, tallies).map { $1.score(task: $0.name, seed: common.seed) }
    if changed != nil {
      for (index, pair) in answers.enumerated() {
        scores.tasks[index].intervention = TaskIntervention(
          before: pair.before, after: pair.after)
      }
    }
    scores.warnings = zip(tasks, tallies).compactMap { task, tally in
      tally.count == 0 ? "\(task.name): the texts have no place that it asks about" : nil
    }
  }

  private func scorer(of model: LanguageModel) -> TaskScorer {
    TaskScorer(model.transformer, model.tokenizer)
  }

  /// What puts the task to the changed model; nil where nothing is changed.
  private func changedScorer(of model: LanguageModel) throws -> TaskScorer? {
    guard !changes.isEmpty else { return nil }
    return TaskScorer(
      model.transformer, model.tokenizer,
      interventions: try changes.interventions(in: model, bos: self.model.bos))
  }

  private func prefix(of model: LanguageModel) throws -> [Int] {
    try model.beginning(under: self.model.bos).map { [$0] } ?? []
  }
}
