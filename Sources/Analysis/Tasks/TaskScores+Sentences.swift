import Foundation

extension TaskScores {
  /// What the scores say, a sentence for each task; none for one that was asked nowhere.
  var findings: [String] {
    tasks.filter { $0.count > 0 }.map { $0.sentence(of: model ?? "the model") }
  }
}

extension TaskScores.Score {
  /// How often a model is right, on how much, and how sure that is.
  fileprivate func sentence(of model: String) -> String {
    var text = """
      At \(task), \(model) is right \(source == .corpus ? "at" : "on") \(points(accuracy)) % of \
      \(count) \(asked)\(certainty)
      """
    if let falseAlarms {
      text += """
        ; where the text goes on otherwise, it is wrong at \(points(falseAlarms.share)) % of \
        \(falseAlarms.count)
        """
    }
    if let intervention { text += "; changed, it is right at \(points(intervention.accuracy)) %" }
    return text + "."
  }

  private var asked: String {
    guard source == .corpus else { return count == 1 ? "prompt" : "prompts" }
    let places = count == 1 ? "place" : "places"
    guard let documents else { return places }
    return "\(places) in \(documents == 1 ? "one document" : "\(documents) documents")"
  }

  private var certainty: String {
    ciLow.isFinite && ciHigh.isFinite ? " (95 %: \(points(ciLow)) to \(points(ciHigh)))" : ""
  }
}
