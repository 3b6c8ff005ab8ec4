import Analysis

/// Facts side by side, as many as fit.
func factList(_ facts: [Fact]) -> HTML {
  element("dl", .class("facts")) {
    for fact in facts {
      element("div") {
        element("dt") { fact.name }
        element("dd") {
          fact.value
          if let note = fact.note { element("small") { note } }
        }
      }
    }
  }
}

/// Facts under their heading.
func factTableView(_ table: FactTable) -> HTML {
  element("div", .class("result")) {
    if !table.title.isEmpty { element("h3") { table.title } }
    factList(table.facts)
  }
}

/// What a harvest brought in.
func harvestView(_ harvest: HarvestResult) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "harvest" }
      harvest.harvest
    }
    factList([
      Fact("Rows", count(harvest.rows), note: "of activations, each site"),
      Fact("Tokens", count(harvest.tokens)), Fact("Sequences", count(harvest.sequences)),
      Fact("On disk", bytes(harvest.bytes), note: shards(harvest.shards)),
      Fact("Time", duration(harvest.seconds)),
      Fact("Rate", short(harvest.tokensPerSecond), note: "tokens a second"),
    ])
  }
}

private func shards(_ number: Int) -> String {
  number == 1 ? "in 1 shard" : "in \(count(number)) shards"
}

/// What a reader should know before trusting a result's numbers.
func warningList(_ warnings: [String]?) -> HTML {
  guard let warnings, !warnings.isEmpty else { return HTML() }
  return element("ul", .class("warnings"), Attribute("aria-label", "Warnings")) {
    for warning in warnings { element("li") { warning } }
  }
}
