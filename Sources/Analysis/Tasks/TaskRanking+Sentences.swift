import Foundation

extension TaskRanking {
  /// What the ranking says, in a sentence; nil of an empty one.
  var finding: String? {
    guard let item = items.first else { return nil }
    let measured = item.statistics["measured"]?.wrappedValue
    let second = measured.map { ", and measured so it \(change($0))" } ?? ""
    return """
      Over \(prompts) prompts of \(task), \(unit.rawValue) \(item.name) ranks first of \
      \(candidates): the gradient foretells that without it the metric \(change(item.score))\(second).
      """
  }

  /// A fall in words; one below zero is a rise.
  private func change(_ fall: Double) -> String {
    String(format: fall < 0 ? "rises by %.3g" : "falls by %.3g", abs(fall))
  }
}

extension TaskRanking.Joint {
  /// What taking the units out together did, in a sentence that names the first ten.
  public var sentence: String {
    guard let ablation = score.ablation else { return "" }
    var names = ablation.units.prefix(10).joined(separator: ", ")
    if ablation.units.count > 10 { names += " and \(ablation.units.count - 10) more" }
    var text =
      "Without \(names), the accuracy of \(score.task) on other documents falls from "
      + "\(points(score.accuracy)) to \(points(ablation.accuracy)) %: by \(ablation.drop.points)"
    if let beyond = ablation.dropBeyondRandom {
      text += "; by \(beyond.points) more than without as many random ones of equal norm"
    }
    return text + "."
  }
}

extension TaskAblation.Change {
  /// The change in hundredths, with its interval.
  public var points: String {
    let ends = [ciLow, ciHigh].compactMap { $0 }.map { Analysis.points($0) }
    let interval = ends.count == 2 ? " (\(ends[0]) to \(ends[1]))" : ""
    return Analysis.points(value) + " points" + interval
  }
}

/// A share in hundredths.
func points(_ share: Double) -> String {
  share.isFinite ? String(format: "%.1f", 100 * share) : "–"
}
