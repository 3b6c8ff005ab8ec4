import Analysis
import Foundation
import Testing

@testable import Reports

/// What results look like: their numbers go into views as they are.
@Suite struct ResultViewsTests {
  private func views(_ json: String) throws -> [View] {
    try AnalysisResult(json: Data(json.utf8), path: "result").views
  }

  private func page(_ json: String) throws -> String {
    try ReportContent(json: Data(json.utf8), path: "result").page(title: "Result")
  }

  @Test func anAblationsNumbersStandOnTheTokensThatAreForeseen() throws {
    let interval = #"{"mean": 0.25, "ciLow": null, "ciHigh": null}"#
    let effect = """
      {"kind": "zero-patched", "lossChange": \(interval), "logitChange": \(interval), "top": [],
       "bottom": [], "perToken": [[0.5, -1]]}
      """
    let json = """
      {"kind": "ablation", "model": "m", "documents": 1, "tokens": 2, "loss": 3, "warnings": [],
       "texts": [["a", "b", "c"]], "units": [{"unit": "10.7", "kinds": [\(effect)]}]}
      """
    guard case .tokenPage(let found) = try views(json).first else {
      Issue.record("no token page")
      return
    }
    #expect(found.selectors == ["kind", "unit"])
    #expect(found.series.map(\.keys) == [["zero-patched", "10.7"]])
    #expect(found.series[0].values == [[Figure(Double.nan), Figure(0.5), Figure(-1.0)]])
    #expect(try page(json).contains("data-view=\"tokens\""))
    let bare = json.replacing(#""texts": [["a", "b", "c"]], "#, with: "")
    #expect(try views(bare).isEmpty)
  }

  private func attribution(_ kind: String, _ labels: [String]) -> String {
    let rows = labels.enumerated().map { #"{"label": "\#($1)", "value": \#($0)}"# }
    return """
      {"kind": "attribution", "model": "m", "by": "\(kind)", "prompts": [], "logitDiff": 1,
       "rows": [\(rows.joined(separator: ","))], "warnings": []}
      """
  }

  @Test func attributionsAreDrawnByWhatTheirRowsAre() throws {
    let lens = try views(attribution("logit-lens", ["0_pre", "final"]))
    guard case .lineChart(let chart) = lens.first else {
      Issue.record("no lines")
      return
    }
    #expect(chart.xNames == ["0_pre", "final"] && chart.series[0].y == [Figure(0.0), Figure(1.0)])

    let heads = try views(attribution("head", ["L0H1", "1.0", "bias"]))
    guard case .heatmap(let heatmap) = heads.first else {
      Issue.record("no heatmap")
      return
    }
    let none = Figure(Double.nan)
    #expect(heatmap.values == [[none, Figure(0.0)], [Figure(1.0), none]])

    #expect(try views(attribution("component", ["embed"])).map(\.kind) == [.barGrid])
    #expect(try views(attribution("neuron", ["0.5"])).map(\.kind) == [.unitTable])
  }

  @Test func patchingsColumnsAreNamedByTheirTokens() throws {
    let prompt = """
      {"prompt": "ab", "tokens": [{"id": 1, "text": "a"}, {"id": 2, "text": "b"}], "logitDiff": 1}
      """
    let json = """
      {"kind": "patching", "model": "m", "method": "activation-patching", "direction": "denoising",
       "metric": "logit-diff", "source": "resample", "pairs": 1, "clean": \(prompt),
       "cleanMetric": 1, "alignment": [], "warnings": [], "sites": [
        {"site": "blocks.*.hook_resid_post", "by": "position", "rows": [0, 1], "columns": [1, 0],
         "values": [[1, 2], [3, null]], "normalized": [[0.5, 1], [1.5, null]]},
        {"site": "blocks.*.attn.hook_z", "by": "head", "rows": [0], "columns": [0, 1],
         "values": [[1, 2]]}]}
      """
    let found = try views(json).map { view -> Heatmap? in
      if case .heatmap(let heatmap) = view { heatmap } else { nil }
    }
    #expect(found.count == 2)
    #expect(found[0]?.columns == ["b", "a"] && found[0]?.zMin == -1 && found[0]?.zMax == 1)
    #expect(
      found[0]?.values == [[Figure(0.5), Figure(1.0)], [Figure(1.5), Figure(Double.nan)]])
    #expect(found[1]?.columns == ["0", "1"] && found[1]?.columnName == "head")
    #expect(found[1]?.zMin == nil)
  }

  private let evaluation = """
    {"kind": "saeEvaluation", "sae": "Checkpoints/s", "format": "SAELens", "architecture": "topk",
     "harvest": "h", "site": "blocks.3.hook_resid_post", "split": "test", "documents": 4, "rows": 500,
     "l0": 8, "l1": 3, "mse": 0.25, "normalizedMSE": 0.1, "cosine": 0.9,
     "explainedVariance": {"global": 0.875, "perToken": 0.8, "legacy": 0.8},
     "shrinkage": {"inputNorm": 2, "outputNorm": 1.5, "ratio": 0.75, "relativeBias": 0.7},
     "deadFeatures": 3, "denseFeatures": 1, "featureDensity": [0, 0, 0, 0.5, 0.02],
     "densityHistogram": [{"lower": -2, "upper": -1.5, "count": 1},
                          {"lower": -0.5, "upper": 0, "count": 1}],
     "ce": {"tokens": 400, "clean": 2, "spliced": 2.5, "zeroAblated": 6, "meanAblated": 4,
            "score": 0.875, "meanScore": 0.75},
     "classes": [{"name": "closingTag", "rows": 40, "l0": 9, "mse": 0.2, "normalizedMSE": 0.1,
                  "explainedVariance": 0.9, "cosine": 0.95}],
     "intervals": {}, "warnings": ["a warning"]}
    """

  @Test func anEvaluationIsDrawnAsItsDensitiesLossesAndKinds() throws {
    let grids = try views(evaluation).compactMap { view -> BarGrid? in
      if case .barGrid(let grid) = view { grid } else { nil }
    }
    #expect(grids.map(\.title) == ["How dense features are", "Cross-entropy", "By kind of token"])
    #expect(grids[0].panels[0].bars.map(\.value) == [3, 1, 1])
    #expect(grids[0].panels[0].bars.map(\.name) == ["dead", "−2", "−0.5"])
    #expect(grids[1].panels[0].bars.map(\.value) == [2, 2.5, 4, 6])
    #expect(grids[1].panels[0].bars.map(\.baseline) == [2, 2, 2, 2])
    #expect(grids[2].panels[0].bars.map(\.name) == ["closingTag"])
    #expect(grids[2].panels[0].bars[0].value == 0.9 && grids[2].panels.count == 1)
    let page = try page(evaluation)
    for text in ["Variance explained", "87.5", "3 dead", "a warning", "closingTag"] {
      #expect(page.contains(text), "\(text)")
    }
  }

  private func scores(_ f1: Double) -> String {
    """
    {"precision": 0.5, "recall": 0.75, "f1": \(f1), "rocAUC": 0.9, "prAUC": 0.8, "mcc": 0.5,
     "accuracy": 0.95, "count": 40}
    """
  }

  private var probes: String {
    let path = [0.01, 0.1].map { strength in
      """
      {"C": \(strength), "objective": 1, "dualityGap": 0, "f1": \(strength), "rocAUC": 0.5,
       "active": [{"index": 7, "coefficient": \(strength * 10)}]}
      """
    }
    let probe = { (layer: Int, details: String) in
      """
      {"site": "blocks.\(layer).mlp.hook_post", "label": "html.close", "penalty": "l1", "C": 0.1,
       "objective": 1, "dualityGap": 0, "iterations": 3, "converged": true, "intercept": -1,
       "active": [{"index": 7, "coefficient": 1}, {"index": 2, "coefficient": -3}],
       "train": \(scores(0.6)), "test": \(scores(0.5)) \(details)}
      """
    }
    let details = """
      , "details": {"path": [\(path.joined(separator: ","))],
        "rocCurve": [{"x": 0, "y": 0}, {"x": 0.25, "y": 1}, {"x": 1, "y": 1}],
        "prCurve": [{"x": 0, "y": 1}, {"x": 1, "y": 0.25}]}
      """
    return #"{"kind": "probe", "probes": [\#(probe(3, details)), \#(probe(4, ""))]}"#
  }

  @Test func probesAreDrawnByLayerPathAndCurves() throws {
    let found = try views(probes)
    #expect(
      found.map(\.title) == [
        "Probes on held-out rows", "Coefficients by layer",
        "Coefficients along the path, 3 mlp.hook_post", "Score along the path, 3 mlp.hook_post",
        "ROC", "Precision over recall",
      ])
    guard case .barGrid(let coefficients) = found[1], case .lineChart(let path) = found[2],
      case .lineChart(let roc) = found[4]
    else {
      Issue.record("other kinds of views")
      return
    }
    #expect(coefficients.panels.map(\.title) == ["3 mlp.hook_post", "4 mlp.hook_post"])
    #expect(coefficients.panels[0].bars.map(\.name) == ["2", "7"])
    #expect(coefficients.panels[0].bars.map(\.value) == [-3, 1])
    #expect(path.isLogX == true && path.series.map(\.name) == ["7"])
    #expect(path.series[0].x == [0.01, 0.1] && path.series[0].y == [Figure(0.1), Figure(1.0)])
    #expect(roc.series.map(\.name) == ["3 mlp.hook_post", "by chance"])
    #expect(roc.series[0].x == [0, 0.25, 1])
    let page = try page(probes)
    for title in ["Coefficients by layer", "ROC", "Score along the path"] {
      #expect(page.contains(title))
    }
  }

  @Test func aTestOfEveryNeuronIsAVolcanoOfAll() throws {
    let json = """
      {"kind": "ranking", "label": "html.close", "by": "logit", "unit": "neuron", "rows": 10,
       "positives": 4, "negatives": 6, "candidates": 500, "warnings": [],
       "items": [{"site": "blocks.3.mlp.hook_post", "index": 7, "score": 4,
                  "statistics": {"beta": 2, "p": 0.001}}],
       "volcano": [{"site": "blocks.3.mlp.hook_post", "index": [7, 9], "beta": [2, -1],
                    "negativeLogP": [6.907755278982137, 2.302585092994046]}]}
      """
    guard case .scatterChart(let chart) = try views(json).first else {
      Issue.record("no points")
      return
    }
    #expect(chart.table.names == ["3.7", "3.9"] && chart.x == "beta")
    let heights = chart.table.columns[1].values.map(\.wrappedValue)
    #expect(abs(heights[0] - 3) < 1e-9 && abs(heights[1] - 1) < 1e-9)
    #expect(abs(chart.thresholds[0].y - 4) < 1e-9)
    #expect(try page(json).contains("data-scatter"))

    let fewer = json.replacing(#/,\s*"volcano": .*\]\}\]/#.dotMatchesNewlines(), with: "")
    guard case .scatterChart(let items) = try views(fewer).first else {
      Issue.record("no points of the items")
      return
    }
    #expect(items.table.names == ["3.7"])
  }

  @Test func aFeaturesHistogramAndContextsComeOutToo() throws {
    let pages = sampleStudy().sections.flatMap(\.results).filter { $0.kind == .featurePage }
    let found = pages[0].views
    guard case .barGrid(let histogram) = found[0], case .tokenPage(let contexts) = found[1] else {
      Issue.record("other kinds of views")
      return
    }
    #expect(histogram.panels.map(\.title) == ["html.close fails", "html.close holds"])
    #expect(histogram.panels[1].bars.map(\.value) == [0, 4, 9])
    #expect(contexts.passages.map(\.first) == [16, 16])
    #expect(contexts.series[0].values[0][1] == Figure(8.125))
    var content = ReportContent()
    content.results = pages
    #expect(!content.page(title: "t").contains("data-view=\"tokens\""))
  }

  @Test func trainingsAreDrawnAsTheirCurvesWithTheirSettings() throws {
    let json = """
      {"kind": "saeTraining", "sae": "s", "steps": 2, "tokens": 3, "seconds": 1,
       "tokensPerSecond": 3, "configuration": {"k": "32", "peakRate": "0.001"},
       "metrics": {"l0": 8, "mse": 1, "explainedVariance": 0.5, "deadFeatures": 2},
       "curves": [{"name": "l0", "steps": [1, 2], "values": [9, null]}]}
      """
    guard case .lineChart(let chart) = try views(json).first else {
      Issue.record("no lines")
      return
    }
    #expect(chart.series[0].y == [Figure(9.0), Figure(Double.nan)])
    let page = try page(json)
    #expect(page.contains("All settings") && page.contains("peakRate"))
  }

  @Test func tasksAndStudiesGoIn() throws {
    let tasks = """
      {"kind": "tasks", "tasks": [{"task": "t", "accuracy": 0.5, "count": 4, "ciLow": 0.1,
       "ciHigh": 0.9}]}
      """
    #expect(try views(tasks).map(\.kind) == [.barGrid])
    #expect(try page(tasks).contains("interval of that share"))
    let bootstrapped = tasks.replacing("0.9}", with: #"0.9, "interval": "documents"}"#)
    #expect(try page(bootstrapped).contains("interval of that share: a bootstrap over documents"))
    let study = """
      {"kind": "study", "title": "s", "introduction": "", "findings": [], "facts": [],
       "sections": [{"title": "a", "findings": [], "results": [\(tasks), \(evaluation)]}]}
      """
    #expect(try views(study).count == 4)
  }
}
