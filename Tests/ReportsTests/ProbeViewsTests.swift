import Analysis
import Foundation
import Testing

@testable import Reports

@Suite struct ProbeViewsTests {
  @Test func curvesAndPathsAreLines() throws {
    let views = try AnalysisResult(json: Data(probes.utf8), path: "probes.json").views
    let titles = views.map { view in
      switch view {
      case .barGrid(let grid): grid.title
      case .lineChart(let chart): chart.title
      default: "?"
      }
    }
    #expect(
      titles == [
        "Probes on held-out rows", "Coefficients", "ROC on held-out rows",
        "Precision on held-out rows", "Share of positive rows by probability",
        "Path of blocks.2.mlp.hook_post",
      ])
    guard case .lineChart(let path) = views[5], case .barGrid(let bars) = views[1] else {
      Issue.record("\(titles)")
      return
    }
    #expect(path.isLogX == true && path.series.map(\.name) == ["3", "7"])
    #expect(path.series[0].y == [0, -0.5].map { Figure($0) })
    #expect(bars.panels[0].bars.map(\.name) == ["3", "7"])
  }

  @Test func everyNeuronOfASiteIsInItsVolcano() throws {
    let views = try AnalysisResult(json: Data(ranking.utf8), path: "neurons.json").views
    guard case .scatterChart(let volcano) = views[0], case .unitTable(let table) = views[1] else {
      Issue.record("\(views)")
      return
    }
    #expect(volcano.table.names == ["1.4", "1.9"] && table.names == ["1.9"])
    #expect(volcano.thresholds.map(\.name) == ["bonferroni, 0.05"])
    #expect(abs(volcano.thresholds[0].y - 3.6888794541139363) < 1e-12)
  }
}

private let scores = """
  {"precision": 1, "recall": 1, "f1": 1, "rocAUC": 1, "prAUC": 1, "mcc": 1, "accuracy": 1, "count": 9}
  """

private let probes = """
  {"kind": "probe", "probes": [{
    "site": "blocks.2.mlp.hook_post", "label": "html", "penalty": "l1", "C": 1, "objective": 2,
    "dualityGap": 0, "iterations": 3, "converged": true, "intercept": 0,
    "active": [{"index": 3, "coefficient": -0.5}, {"index": 7, "coefficient": 2}],
    "train": \(scores), "test": \(scores),
    "details": {
      "rocCurve": [{"x": 0, "y": 0}, {"x": 0, "y": 1}, {"x": 1, "y": 1}],
      "prCurve": [{"x": 0, "y": 1}, {"x": 1, "y": 1}],
      "calibration": {
        "brier": 0, "logLoss": 0, "expectedError": 0,
        "bins": [{"probability": 0.25, "share": 0.5, "count": 4}]
      },
      "path": [
        {"C": 0.1, "objective": 1, "dualityGap": 0, "f1": 1, "rocAUC": 1,
         "active": [{"index": 7, "coefficient": 1}]},
        {"C": 1, "objective": 2, "dualityGap": 0, "f1": 1, "rocAUC": 1,
         "active": [{"index": 3, "coefficient": -0.5}, {"index": 7, "coefficient": 2}]}
      ]
    }
  }]}
  """

private let ranking = """
  {"kind": "ranking", "label": "properNoun", "by": "logit", "unit": "neuron", "rows": 20,
   "positives": 10, "negatives": 10, "candidates": 2, "warnings": [],
   "items": [{"site": "blocks.1.mlp.hook_post", "index": 9, "score": 4, "statistics": {"beta": 1}}],
   "corrections": [{"method": "bonferroni", "level": 0.05, "threshold": 0.025, "found": 1}],
   "volcano": [{
     "site": "blocks.1.mlp.hook_post", "index": [4, 9], "beta": [0.1, 1], "negativeLogP": [0.2, 9]
   }]}
  """
