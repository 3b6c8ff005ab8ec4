import Analysis
import Transformers

/// What is noted while a notebook is gone through.
final class ReplayNotes {
  /// What has been noted so far.
  private(set) var replay: Replay

  /// What the notebook's author published.
  let published: PublishedNumbers

  private let progress: (String) -> Void

  init(_ notebook: Notebook, on stage: ReplayStage, progress: @escaping (String) -> Void) throws {
    let facts = notebook.facts
    published = try PublishedNumbers(of: notebook)
    self.progress = progress
    let model = stage.model
    replay = Replay(
      case: notebook.rawValue, title: facts.title, source: facts.source,
      originalModel: facts.model, model: model.name, processing: model.processing.names,
      isOriginal: facts.isOriginal(model.configuration), notebookCompat: stage.notebookCompat)
    let missing = facts.processing.steps.filter { !model.processing.steps.contains($0) }
    if !missing.isEmpty {
      warn("this model cannot take \(missing.map(\.rawValue).joined(separator: ", "))")
    }
    if !replay.isOriginal {
      warn("published numbers are of \(facts.model), which this model is not: none is held to")
    }
  }

  /// Takes a step, and hands on what later ones need of it.
  @discardableResult
  func step<Result>(
    _ name: String, _ body: (inout Replay.Step) throws -> Result
  ) throws -> Result {
    progress(name)
    var step = Replay.Step(name)
    let start = ContinuousClock.now
    let result = try body(&step)
    step.seconds = (ContinuousClock.now - start) / .seconds(1)
    replay.steps.append(step)
    return result
  }

  /// Notes a mistake of the notebook's.
  func mistake(_ what: String, literal: String, corrected: String) {
    replay.mistakes.append(Replay.Mistake(what, literal: literal, corrected: corrected))
  }

  /// Warns the reader.
  func warn(_ warning: String) { replay.warnings.append(warning) }

  /// A finding held to what was published under a name.
  ///
  /// - Parameters:
  ///   - finding: What was found.
  ///   - name: The name in the case's file.
  ///   - needsData: Whether the published numbers depend on data that was not published.
  /// - Returns: The finding with its verdict.
  func held(_ finding: Finding, to name: String, needsData: Bool = false) -> Finding {
    let isBinding = replay.isOriginal && !needsData
    if let text = published.text(name) { return finding.held(to: text, isBinding: isBinding) }
    guard let numbers = published.numbers[name] else { return finding }
    return finding.held(
      to: numbers.values, within: numbers.tolerance, isBinding: isBinding)
  }
}
