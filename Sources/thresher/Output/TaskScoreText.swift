import Analysis
import Foundation

/// Scores of tasks as tables.
struct TaskScoreText {
  private let scores: TaskScores
  private let groups: [TaskScores.Group.Kind]

  /// Shows scores, with the accuracy by some of what their questions have in common.
  init(_ scores: TaskScores, groups: [TaskScores.Group.Kind]) {
    self.scores = scores
    self.groups = groups
  }

  /// The tables.
  var text: String {
    ([summary] + scores.tasks.flatMap(remarks) + scores.tasks.flatMap(groupTables))
      .joined(separator: "\n\n")
  }

  private var summary: String {
    let isOfPrompts = scores.tasks.contains { $0.source == .prompts }
    var table = TextTable(
      ["task", "accuracy", "95 %", "n"]
        + (isOfPrompts ? ["logit diff", "probability", "rank", "right > wrong", "of twin"] : []),
      rightAligned: [1, 3, 4, 5, 6, 7, 8])
    for score in scores.tasks {
      let accuracy = [
        score.task, decimal(score.accuracy), interval(score.ciLow, score.ciHigh),
        "\(score.count)",
      ]
      table.add(accuracy + (isOfPrompts ? metrics(of: score) : []))
    }
    return table.text
  }

  private func metrics(of score: TaskScores.Score) -> [String] {
    ["logitDiff", "probability", "rank", "prefersRight", "twinMetric"].map { name in
      score.metrics?[name].map { decimal($0.mean) } ?? "–"
    }
  }

  private func remarks(_ score: TaskScores.Score) -> [String] {
    var remarks: [String] = []
    if let alarms = score.falseAlarms {
      remarks.append(
        "\(score.task): false alarms where the text goes on otherwise: \(text(of: alarms))")
    }
    if let change = score.intervention {
      remarks.append("\(score.task), changed: accuracy \(decimal(change.accuracy))")
      remarks += [
        change.probability.map { text(of: $0, "where the answer is right") },
        change.decoys.map { text(of: $0, "where it would be wrong") },
      ].compactMap { $0 }
    }
    return remarks
  }

  private func text(of share: TaskScores.Share) -> String {
    "\(decimal(share.share)) (\(interval(share.ciLow, share.ciHigh)), n \(share.count))"
  }

  private func text(of change: TaskIntervention.Change, _ place: String) -> String {
    """
    \(place): probability \(decimal(change.before.mean)) → \(decimal(change.after.mean)), risen in \
    \(text(of: change.raised))
    """
  }

  private func groupTables(_ score: TaskScores.Score) -> [String] {
    groups.compactMap { kind in
      let found = (score.groups ?? []).filter { $0.by == kind }
      guard !found.isEmpty else { return nil }
      var table = TextTable(
        ["\(score.task) by \(kind.rawValue)", "accuracy", "95 %", "n"], rightAligned: [1, 3])
      for group in found {
        table.add([
          group.value, decimal(group.accuracy), interval(group.ciLow, group.ciHigh),
          "\(group.count)",
        ])
      }
      return table.text
    }
  }

  private func interval(_ low: Double, _ high: Double) -> String {
    low.isFinite && high.isFinite ? "\(decimal(low))–\(decimal(high))" : "–"
  }
}
