import Analysis

/// What bracket scores look like: prompt × symbol, coloured by the conditional probability.
func bracketViews(_ scores: BracketScores) -> [View] {
  guard !scores.prompts.isEmpty else { return [] }
  return [
    .heatmap(
      Heatmap(
        title: "Which bracket comes next, given that one does", rowName: "prompt",
        columnName: "bracket", valueName: "probability", rows: scores.prompts.map(\.prompt),
        columns: scores.symbols.map(\.symbol), values: scores.prompts.map(\.conditional), zMin: 0,
        zMax: 1))
  ]
}
