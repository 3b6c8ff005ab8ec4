import Analysis

@testable import Reports

/// A view of every kind, small enough to compare byte by byte.
let sampleViews: [View] = [
  .tokenPage(sampleTokenPage), .heatmap(sampleHeatmap), .heatmap(sampleTable),
  .lineChart(sampleLines), .barGrid(sampleBars), .scatterChart(sampleVolcano),
  .tokenPredictions(samplePredictions), .attentionPatterns(samplePatterns),
  .unitTable(sampleTable(rows: 200)), .featureDashboard(sampleDashboard(of: sampleTokens)),
]

let sampleTokens = [
  "<|endoftext|>", "<", "h", "1", ">", "Title", " here", "</", "h", "1", ">", "\n",
]

/// Two kinds of ablation of two heads, over two texts.
let sampleTokenPage = TokenPage(
  title: "Change of the loss", valueName: "loss change", selectors: ["kind", "head"],
  passages: [
    .init(document: "A <page>", tokens: sampleTokens),
    .init(document: "Its end", first: 12, tokens: ["All", "'s", " fair", " in", " love"]),
  ],
  series: ["mean-direct", "zero-patched"].flatMap { kind in
    ["10.7", "11.10"].map { head in
      .init(
        keys: [kind, head],
        values: [12, 5].map { count in
          (0..<count).map { place in
            Figure(place == 0 ? .nan : wave(place * head.count + kind.count))
          }
        })
    }
  })

/// Layer × position, with one cell missing.
let sampleHeatmap = Heatmap(
  title: "Share of the logit difference restored", rowName: "layer", columnName: "position",
  valueName: "share", rows: (0..<6).map(String.init), columns: sampleTokens,
  values: (0..<6).map { layer in
    sampleTokens.indices.map { Figure(layer == 2 && $0 == 3 ? .nan : wave(layer * 12 + $0)) }
  }, zMin: -1, zMax: 1)

/// What share of the probability each bracket has after some prompts.
let sampleTable = Heatmap(
  title: "Probability of each bracket", rowName: "prompt", columnName: "bracket",
  valueName: "probability", rows: ["a = f(x", "<b>bold", "x[0"], columns: [")", "]", ">"],
  values: (0..<3).map { row in (0..<3).map { Figure(row == $0 ? 0.93 : 0.035) } }, zMin: 0,
  zMax: 1, showsValues: true)

let sampleLines = LineChart(
  title: "Logit lens", xLabel: "state", xNames: ["0_pre", "0_mid", "1_pre", "1_mid", "final"],
  series: [
    .init(name: "logit difference", y: [0.1, -1.1, -2, 1.2, 3.6].map { Figure($0) }),
    .init(name: "probability", y: [0, 0.1, .nan, 0.4, 0.9].map { Figure($0) }),
  ])

let sampleBars = BarGrid(
  title: "Text less HTML", xLabel: "neuron", valueName: "difference",
  panels: (0..<4).map { layer in
    .init(
      title: "Layer \(layer)",
      bars: (0..<3).map {
        .init(name: "\(layer * 900 + $0 * 77)", value: wave(layer * 3 + $0), baseline: 0.25)
      })
  })

let sampleVolcano = ScatterChart(
  table: UnitTable(
    title: "Neurons by proper noun", unit: "neuron", names: (0..<60).map { "18.\($0)" },
    columns: [
      .init(title: "beta", values: (0..<60).map { Figure(wave($0) * 3) }),
      .init(
        title: "−log10 p", explanation: "of the slope",
        values: (0..<60).map { Figure($0 == 7 ? .nan : 8 * abs(wave($0))) }),
    ]), x: "beta", y: "−log10 p", thresholds: [.init(name: "Bonferroni, 0.05", y: 4.9)])

let samplePredictions = TokenPredictions(
  title: "Log-probabilities",
  positions: sampleTokens.enumerated().map { place, token in
    .init(
      text: token, value: place == 0 ? .nan : -4 * abs(wave(place)), rank: place,
      top: [.init(text: " the", value: -0.5), .init(text: "\n", value: -1.25)],
      bottom: [.init(text: "\u{202E}x", value: -30.125)])
  }, next: [.init(text: " war", value: -0.25), .init(text: "</", value: -2)])

let samplePatterns = AttentionPatterns(
  title: "Attention", tokens: sampleTokens,
  heads: ["0.0", "0.1", "0.2"].enumerated().map { head, name in
    .init(
      name: name,
      values: sampleTokens.indices.map { query in
        sampleTokens.indices.map { key in
          Figure(key > query ? 0 : key == max(0, query - head) ? 0.75 : 0.25 / Double(query + 1))
        }
      })
  })

/// A table of so many rows.
func sampleTable(rows: Int) -> UnitTable {
  UnitTable(
    title: "Features", unit: "feature", notes: (0..<rows).map { "token\($0 % 97) </\($0 % 7)" },
    noteTitle: "likelier tokens",
    columns: [
      .init(title: "density", values: (0..<rows).map { Figure(Double($0 % 100) / 1000) }),
      .init(title: "maximum", values: (0..<rows).map { Figure($0 == 5 ? .nan : wave($0) * 10) }),
    ])
}

/// A dashboard of a feature for each of some tokens, the last of which is never active.
func sampleDashboard(of tokens: [String], document: String = "A <page>") -> FeatureDashboard {
  let last = tokens.count - 1
  let features = tokens.indices.map { index in
    let position = index == last ? 0 : index
    return FeatureDashboard.Feature(
      index: index,
      histogram: index == last
        ? nil : .init(lower: 0, upper: Float(index + 1), counts: [40, 9, 0, index]),
      examples: index == last
        ? []
        : [
          .init(
            passage: 0, position: position, first: max(0, position - 1),
            values: position == 0 ? [1.5, 0] : [0, Float(index) + 0.5, 0.25])
        ],
      samples: index == last
        ? [] : [.init(passage: 0, position: 1, first: 0, values: [0.5, 0.75, 0])],
      top: [.init(token: index, value: 2.5), .init(token: 0, value: 1)],
      bottom: [.init(token: last, value: -1.25)],
      features: [.init(index: (index + 1) % tokens.count, correlation: 0.5, cosine: 0.25)],
      neurons: [.init(index: 7 * index, correlation: -0.75, cosine: -0.5)])
  }
  return FeatureDashboard(
    unit: .feature, sae: "sample", site: "blocks.3.hook_resid_post", rows: 1200, label: nil,
    vocabulary: tokens,
    passages: [.init(document: document, sequence: 4, tokens: Array(tokens.indices))],
    columns: [
      .init(
        title: "density", explanation: "share of rows",
        values: tokens.indices.map { Figure(Double($0) / 100) }),
      .init(
        title: "maximum", explanation: "largest activation",
        values: tokens.indices.map { Figure($0 == last ? 0 : Double($0) + 0.5) }),
    ], features: features, warnings: ["1200 of 5000 rows were read"])
}

/// Numbers from −1 to 1 that look like none.
private func wave(_ place: Int) -> Double { Double((place * 37 + 11) % 101 - 50) / 50 }
