import Analysis

/// A neuron's or feature's part of a page.
func featureView(_ page: FeaturePage, id: String) -> HTML {
  let label = page.labelStatistics?.label
  let all = page.contexts + page.lowestContexts + page.bands.flatMap(\.contexts)
  let scale = ActivationScale(all)
  let hasNegative = all.contains { $0.tokens.contains { ($0.activation ?? 0) < 0 } }
  return element("article", .class("feature"), .id(id)) {
    heading(of: page)
    warningList(page.warnings)
    element("div", .class("charts")) {
      histogramPlot(page.histogram, label: label)
      if let statistics = page.labelStatistics { contrastTable(statistics) }
      if let effects = page.logitEffects { logitEffectTable(effects) }
      if let neighbours = page.neighbours { neighbourTables(neighbours, of: page) }
    }
    for effect in page.ablation ?? [] { ablationEffectView(effect) }
    tokenLegend(scale, hasNegative: hasNegative, label: label)
    contextGroups(page, scale: scale)
    bandView(page.bands, scale: scale, label: label)
  }
}

private func heading(of page: FeaturePage) -> HTML {
  element("header") {
    element("h3") {
      element("span", .class("kicker")) { page.unit.rawValue }
      page.unit.name(site: page.site, index: page.index, sae: page.sae)
    }
    factList([
      Fact("Site", page.site), Fact("Active in", percent(page.density)),
      Fact("Mean", short(page.mean)), Fact("Largest", short(page.max)),
      Fact("Rows", count(page.rows)),
    ])
  }
}

/// The contexts in which it stands out, open, and those at its other end, folded.
///
/// A neuron that goes down where the label holds says what it has to say with its lowest activations.
@HTMLBuilder private func contextGroups(_ page: FeaturePage, scale: ActivationScale) -> HTML {
  let label = page.labelStatistics?.label
  let effect = page.labelStatistics?.statistics["effectSize"]?.wrappedValue ?? 0
  if effect < 0 && !page.lowestContexts.isEmpty {
    contextGroup("Lowest activations", page.lowestContexts, scale: scale, label: label)
    folded("Highest activations", page.contexts, scale: scale, label: label)
  } else {
    contextGroup("Highest activations", page.contexts, scale: scale, label: label)
    folded("Lowest activations", page.lowestContexts, scale: scale, label: label)
  }
}

/// How many contexts are shown before the rest is folded away.
private let shownContexts = 5

@HTMLBuilder private func contextGroup(
  _ title: String, _ contexts: [TokenContext], scale: ActivationScale, label: String?
) -> HTML {
  element("h4") { title }
  if contexts.isEmpty { element("p", .class("none")) { "nowhere above zero" } }
  contextList(Array(contexts.prefix(shownContexts)), scale: scale, label: label)
  folded(
    "\(max(0, contexts.count - shownContexts)) more",
    Array(contexts.dropFirst(shownContexts)), scale: scale, label: label)
}

private func folded(
  _ title: String, _ contexts: [TokenContext], scale: ActivationScale, label: String?
) -> HTML {
  guard !contexts.isEmpty else { return HTML() }
  return element("details") {
    element("summary") { title }
    contextList(contexts, scale: scale, label: label)
  }
}

private func bandView(
  _ bands: [FeaturePage.Band], scale: ActivationScale, label: String?
) -> HTML {
  guard !bands.isEmpty else { return HTML() }
  return element("details") {
    element("summary") { "Examples from all of its range" }
    for band in bands {
      element("h5") {
        "\(exact(band.lower)) to \(exact(band.upper))"
        element("span") { "\(count(band.count)) rows" }
      }
      contextList(band.contexts, scale: scale, label: label)
    }
  }
}

private func contrastTable(_ label: FeaturePage.LabelStatistics) -> HTML {
  let value = { (name: String) in label.statistics[name]?.wrappedValue ?? .nan }
  return element("table", .class("small")) {
    element("caption") { label.label }
    element("thead") {
      row(of: "th", ["", "holds", "fails"])
    }
    element("tbody") {
      row(of: "td", ["rows", count(label.positives), count(label.negatives)])
      row(of: "td", ["mean", short(value("meanPositive")), short(value("meanNegative"))])
      row(
        of: "td",
        ["active in", percent(value("densityPositive")), percent(value("densityNegative"))])
    }
    element("tbody") {
      contrastRow("difference of means / deviation", fixed(value("effectSize"), 3))
      if label.statistics["rocAUC"] != nil {
        contrastRow("area under ROC curve", fixed(value("rocAUC"), 3))
      }
    }
  }
}

private func contrastRow(_ name: String, _ value: String) -> HTML {
  element("tr") {
    element("td") { name }
    element("td", Attribute("colspan", "2")) { value }
  }
}

private func row(of cell: StaticString, _ texts: [String]) -> HTML {
  element("tr") {
    for text in texts { element(cell) { text } }
  }
}

@HTMLBuilder private func neighbourTables(
  _ neighbours: FeatureNeighbours, of page: FeaturePage
) -> HTML {
  neighbourTable("Correlated \(page.unit.rawValue)s", neighbours.features)
  neighbourTable("Correlated columns of the site", neighbours.neurons)
}

private func neighbourTable(
  _ title: String, _ neighbours: [FeatureDashboard.Neighbour]
) -> HTML {
  guard !neighbours.isEmpty else { return HTML() }
  return element("table", .class("small")) {
    element("caption") { title }
    element("thead") { row(of: "th", ["", "correlation", "cosine"]) }
    element("tbody") {
      for one in neighbours {
        row(
          of: "td",
          ["\(one.index)", fixed(Double(one.correlation), 3), fixed(Double(one.cosine), 3)])
      }
    }
  }
}

/// What taking it out does to the texts shown.
private func ablationEffectView(_ effect: Ablation.Effect) -> HTML {
  element("div") {
    element("h4") { "Taken out (\(effect.kind.description))" }
    element("p", .class("finding")) {
      "The loss of the texts shown changes by \(fixed(effect.lossChange.mean, 4)) nats a token, "
      "the logit of the token that comes next by \(fixed(effect.logitChange.mean, 4)). "
      effect.top.isEmpty ? "" : "The loss rises most at:"
    }
    element("table", .class("small places")) {
      element("tbody") {
        for place in effect.top {
          element("tr") {
            element("td", .class("tokens")) { visibleText(place.context + " ⟶ " + place.next) }
            element("td") { fixed(place.lossChange, 3) }
          }
        }
      }
    }
  }
}

private func logitEffectTable(_ effects: LogitEffects) -> HTML {
  element("table", .class("small effects")) {
    element("caption") { "Effect on next-token logits" }
    element("tbody") {
      for place in 0..<max(effects.top.count, effects.bottom.count) {
        element("tr") {
          effectCells(place < effects.top.count ? effects.top[place] : nil)
          effectCells(place < effects.bottom.count ? effects.bottom[place] : nil)
        }
      }
    }
  }
}

@HTMLBuilder private func effectCells(_ effect: LogitEffects.Effect?) -> HTML {
  element("td", .class("tokens")) {
    if let effect { visibleText(effect.token) }
  }
  element("td") { effect.map { fixed($0.value, 2) } ?? "" }
}
