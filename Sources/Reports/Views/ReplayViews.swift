import Analysis

/// What a replay looks like: the views of its results, and its tokens as pages.
func replayViews(_ replay: Replay) -> [View] {
  replay.steps.flatMap { step in
    step.results.flatMap(\.views) + step.tokens.map { .tokenPage(page($0, of: step)) }
  }
}

private func page(_ series: Replay.TokenSeries, of step: Replay.Step) -> TokenPage {
  TokenPage(
    title: "\(step.name): \(series.name)", valueName: "value", selectors: ["of"],
    passages: [TokenPage.Passage(document: step.name, tokens: series.tokens)],
    series: [TokenPage.Series(keys: [series.name], values: [series.values])])
}
