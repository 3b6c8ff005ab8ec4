import Analysis

/// How strong a colour an activation gets.
struct ActivationScale {
  /// The magnitude of full strength.
  let limit: Double

  /// Makes a scale for the activations of some contexts.
  init(_ contexts: [TokenContext]) {
    limit = contexts.flatMap(\.tokens).compactMap(\.activation).map(abs).max() ?? 0
  }

  /// The style of a token: `p` above zero or `n` below it, and a level from 1 to 20.
  func style(_ activation: Double?) -> String? {
    guard let activation, activation != 0, limit > 0 else { return nil }
    let level = max(1, min(20, Int((20 * abs(activation) / limit).rounded())))
    return "\(activation > 0 ? "p" : "n") l\(level)"
  }
}

/// Contexts under one another, each with its activation and the document that it is from.
func contextList(
  _ contexts: [TokenContext], scale: ActivationScale, label: String?
) -> HTML {
  element("div", .class("contexts")) {
    for context in contexts { contextView(context, scale: scale, label: label) }
  }
}

private func contextView(
  _ context: TokenContext, scale: ActivationScale, label: String?
) -> HTML {
  element("div", .class("context")) {
    element("div", .class("reading")) { fixed(context.activation, 2) }
    element("div") {
      element(
        "p", .class("tokens"), Attribute("tabindex", "0"), Attribute("data-roving"),
        Attribute("data-first", "\(context.position - context.peak)"),
        label.map { Attribute("data-label", $0) }
      ) {
        for (place, token) in context.tokens.enumerated() {
          tokenView(token, isPeak: place == context.peak, scale: scale)
        }
      }
      element("p", .class("source")) {
        element("bdi") { context.document }
        " · sequence \(count(context.sequence)), token \(count(context.position))"
      }
    }
  }
}

private func tokenView(
  _ token: TokenContext.Token, isPeak: Bool, scale: ActivationScale
) -> HTML {
  let isLabelled = (token.label ?? 0) > 0
  let styles = [scale.style(token.activation), isPeak ? "peak" : nil, isLabelled ? "y" : nil]
  let names = styles.compactMap(\.self).joined(separator: " ")
  return element(
    "span", names.isEmpty ? nil : .class(names),
    Attribute("data-v", token.activation.map(exact) ?? "none")
  ) {
    visibleText(token.text)
  }
}

/// The key to the colours of contexts.
func tokenLegend(_ scale: ActivationScale, hasNegative: Bool, label: String?) -> HTML {
  element("div", .class("legend")) {
    if hasNegative {
      fixed(-scale.limit, 2)
      element("span", .class("ramp n")) {}
    }
    "0"
    element("span", .class("ramp p")) {}
    fixed(scale.limit, 2)
    element("span", .class("peak sample")) { "outlined" }
    "the position found"
    if let label {
      element("span", .class("y sample")) { "underlined" }
      label
    }
  }
}
