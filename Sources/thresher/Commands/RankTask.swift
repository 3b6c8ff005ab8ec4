import Analysis
import ArgumentParser
import Transformers

/// `thresher rank … --task`: units by what taking each out does to a task.
struct RankTask {
  let options: TaskRankingOptions
  let task: BehaviourTask
  let model: LanguageModel
  let units: RankedUnits
  let sae: String?
  let top: Int
  let common: CommonOptions

  private var prefix: [Int] {
    get throws { try model.beginning(under: options.bos).map { [$0] } ?? [] }
  }

  /// How many prompts run together.
  private static let batch = 8

  /// Ranks, prints the ranking, and writes its page where one is wanted.
  func run(_ page: PageOptions) throws {
    var warnings: [String] = []
    let prompts = try self.prompts(&warnings)
    let metric =
      options.metric
      ?? (prompts.contains { $0.wrong.isEmpty }
        ? .logProbability : task.metric)
    var ranker = TaskRanker(
      units, of: model.transformer, replacement: options.replacement, metric: metric,
      prefixCount: try prefix.count)
    let builder = try predictions(prompts, by: &ranker)
    var ranking = TaskRanking(
      task: task.name, model: model.name, unit: units.unit, sae: sae,
      replacement: options.replacement, metric: metric,
      metricMean: try metricMean(prompts, metric), prompts: prompts.count,
      candidates: ranker.all.count)
    ranking.add(try measured(prompts, builder, ranker), top: top, by: ranker)
    ranking.warnings += warnings
    if !options.joint.isEmpty { ranking.joint = try joint(builder, ranker) }
    try page.write([.taskRanking(ranking)], title: task.name)
    guard !common.json else {
      return try printJSON(AnalysisResult.taskRanking(ranking), of: model, bos: options.bos)
    }
    print(TaskRankingText(ranking).text)
    for warning in ranking.warnings { note("warning: \(warning)") }
  }

  private func prompts(_ warnings: inout [String]) throws -> [TaskPrompt] {
    guard let corpus = try options.texts.texts(for: model, seed: common.seed) else {
      let (prompts, found) = try task.prompts(for: model.tokenizer, prefix: try prefix)
      warnings += found
      return try usable(prompts)
    }
    let prompts = try corpus.prompts(
      for: task, of: model.tokenizer, prefix: try prefix, count: options.prompts,
      perDocument: options.perDocument, window: options.window, seed: common.seed)
    if prompts.count < options.prompts {
      warnings.append(
        "the texts gave \(prompts.count) prompts of \(options.prompts): more --max-documents would "
          + "give more")
    }
    return try usable(prompts)
  }

  /// The prompts that can be ranked by; those without a twin cannot where one is put in.
  private func usable(_ prompts: [TaskPrompt]) throws -> [TaskPrompt] {
    let usable =
      options.replacement == .twin ? prompts.filter { $0.corruptedTokens != nil } : prompts
    guard !usable.isEmpty else {
      throw CommandError("\(task.name): no prompts were found to rank by")
    }
    return usable
  }

  private func predictions(
    _ prompts: [TaskPrompt], by ranker: inout TaskRanker
  ) throws -> TaskRankingBuilder {
    var builder = TaskRankingBuilder(ranker.all)
    let batches = stride(from: 0, to: prompts.count, by: Self.batch).map {
      Array(prompts[$0..<min($0 + Self.batch, prompts.count)])
    }
    if options.replacement == .mean || !options.joint.isEmpty {
      for batch in batches { try ranker.observe(batch.map(\.tokens)) }
    }
    let progress = Progress("predict", of: prompts.count, unit: "prompts", isQuiet: common.quiet)
    for batch in batches {
      builder.add(try ranker.predictions(batch))
      progress.update(builder.promptCount)
    }
    progress.finish(prompts.count)
    return builder
  }

  private func measured(
    _ prompts: [TaskPrompt], _ builder: TaskRankingBuilder, _ ranker: TaskRanker
  ) throws -> TaskRankingBuilder {
    var builder = builder
    let chosen = builder.largest(options.measure)
    guard !chosen.isEmpty else { return builder }
    let progress = Progress("measure", of: prompts.count, unit: "prompts", isQuiet: common.quiet)
    for (index, prompt) in prompts.enumerated() {
      builder.add(try ranker.measurements(prompt, of: chosen), of: chosen)
      progress.update(index + 1)
    }
    progress.finish(prompts.count)
    return builder
  }

  private func metricMean(_ prompts: [TaskPrompt], _ metric: Metric) throws -> Double {
    let outcomes = try TaskScorer(model.transformer, model.tokenizer)
      .outcomes(of: prompts, by: metric)
    return outcomes.reduce(0) { $0 + $1.metric } / Double(outcomes.count)
  }

  /// Takes the first units out together, on the documents behind those that were ranked on.
  private func joint(
    _ builder: TaskRankingBuilder, _ ranker: TaskRanker
  ) throws -> [TaskRanking.Joint] {
    guard var corpus = try options.texts.texts(for: model, seed: common.seed),
      let measure = task.measure
    else { return [] }
    corpus.droppedDocuments += corpus.maxDocuments
    corpus.maxDocuments = options.testDocuments
    let scorer = TaskScorer(model.transformer, model.tokenizer)
    var runs = options.joint.map { count in
      let chosen = builder.mostHelpful(count)
      return JointAblation(
        of: chosen, names: chosen.map { $0.name(units.unit, sae: sae) }, by: ranker,
        scorer: scorer, draws: options.random, seed: common.seed)
    }
    let progress = Progress(
      "joint", of: corpus.maxDocuments, unit: "documents", isQuiet: common.quiet)
    var count = 0
    try corpus.forEach(asking: [measure], of: model.tokenizer, prefix: try prefix) { text in
      var clean: [TaskAnswer]?
      for index in runs.indices { clean = try runs[index].add(text, clean: clean) }
      count += 1
      progress.update(count)
    }
    progress.finish(count)
    return zip(options.joint, runs).map { count, run in
      TaskRanking.Joint(count: count, score: run.score(task: task.name, seed: common.seed))
    }
  }
}
