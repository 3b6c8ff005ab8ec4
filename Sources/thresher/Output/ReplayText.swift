import Analysis
import Foundation

/// A replay as text: its steps with what each gave, then the notebook's mistakes.
struct ReplayText {
  private let replay: Replay

  init(_ replay: Replay) { self.replay = replay }

  /// The lines, joined.
  var text: String {
    var lines = [
      "Case \(replay.case), \(replay.title), with \(replay.model)"
        + (replay.isOriginal ? ", the notebook's model" : " in place of \(replay.originalModel)")
    ]
    lines += replay.warnings.map { "warning: \($0)" }
    for (number, step) in replay.steps.enumerated() {
      lines += ["", "\(number + 1). \(step.name)" + String(format: "  (%.1f s)", step.seconds)]
      lines += step.findings.map { "   \($0.sentence.replacing("\n", with: "\n   "))" }
    }
    if !replay.mistakes.isEmpty { lines += ["", "The notebook's mistakes"] }
    for mistake in replay.mistakes {
      lines += [
        " • \(mistake.what)", "     literal    \(visible(mistake.literal))",
        "     corrected  \(visible(mistake.corrected))",
      ]
    }
    return (lines + ["", verdict]).joined(separator: "\n")
  }

  private var verdict: String {
    let findings = replay.steps.flatMap(\.findings)
    func count(_ verdict: Finding.Verdict) -> Int { findings.count { $0.verdict == verdict } }
    guard replay.isOriginal else {
      return """
        \(findings.count) findings, none held to what was published of \(replay.originalModel)
        """
    }
    return """
      \(count(.reproduced)) findings reproduced, \(count(.differs)) differ, \(count(.measured)) \
      measured, \(count(.unavailable)) not at hand
      """
  }
}
