public import Analysis

/// A public notebook that Thresher goes through again, by the number of its case.
public enum Notebook: String, CaseIterable, Sendable {
  /// Which neurons of GPT-2 tell HTML from prose, and what patching and ablating them does.
  case htmlNeurons = "000"
  /// What GPT-2's negative heads 10.7 and 11.10 take from the loss.
  case copySuppression = "001"
  /// Which neurons of GPT-2 medium tell proper nouns, one regression each.
  case properNouns = "002"
  /// How GPT-Neo closes brackets.
  case bracketClosing = "003"
  /// Which neurons of a SoLU model close HTML tags.
  case tagClosing = "004"

  /// What is known of it before it is gone through.
  public var facts: NotebookFacts {
    switch self {
    case .htmlNeurons: .htmlNeurons
    case .copySuppression: .copySuppression
    case .properNouns: .properNouns
    case .bracketClosing: .bracketClosing
    case .tagClosing: .tagClosing
    }
  }

  /// Goes through the notebook from start to finish.
  ///
  /// - Parameters:
  ///   - stage: The model, and what it is given to read.
  ///   - progress: Called with the name of each step before it is taken.
  /// - Returns: What each step gave, held to what was published where the model is the notebook's.
  /// - Throws: The error of the step that cannot be taken.
  public func replay(
    on stage: ReplayStage, progress: @escaping (String) -> Void = { _ in }
  ) throws -> Replay {
    let notes = try ReplayNotes(self, on: stage, progress: progress)
    switch self {
    case .htmlNeurons: try HTMLNeurons(stage).run(notes)
    case .copySuppression: try CopySuppression(stage).run(notes)
    case .properNouns: try ProperNouns(stage).run(notes)
    case .bracketClosing: try BracketClosing(stage).run(notes)
    case .tagClosing: try TagClosing(stage).run(notes)
    }
    return notes.replay
  }
}

/// A case as a composition of what the library does.
protocol NotebookCase {
  /// Takes the case's steps.
  func run(_ notes: ReplayNotes) throws
}
