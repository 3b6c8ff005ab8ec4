import Analysis
import Foundation
import Probes
import Tensors
import Transformers

/// Case 002: which neurons of a layer tell proper nouns, a regression for each.
///
/// Neurons are looked at before their nonlinearity; of a gated MLP that is the gate.
struct ProperNouns: NotebookCase {
  private let stage: ReplayStage

  /// How many tokens are fitted to, and how many behind them the fits are tried on.
  private static let blockSize = 1024

  /// How many of the first block's tokens are shown.
  private static let shownCount = 512

  init(_ stage: ReplayStage) { self.stage = stage }

  func run(_ notes: ReplayNotes) throws {
    let text = try nouns(notes)
    try oneNeuron(text, notes)
    try layer(text, notes)
    notes.mistake(
      "the tokens that proper nouns are compared with are shuffled without a seed",
      literal: "another comparison in each run", corrected: "a draw by seed \(stage.seed)")
    notes.mistake(
      "a token of three or more blanks has no first letter, and stops the notebook",
      literal: text.blankCount == 0
        ? "no such token here" : "IndexError at the first of \(text.blankCount) such tokens",
      corrected: "such tokens are no proper nouns")
  }

  private func nouns(_ notes: ReplayNotes) throws -> NounText {
    try notes.step("Proper nouns") { step in
      let text = try NounText(stage, blockSize: Self.blockSize)
      let found = text.labels.indices.filter { text.labels[$0] > 0 }
      let examples = found.prefix(20).map { text.texts[$0].trimming }
      step.findings = [
        Finding(
          "tokens, proper nouns among them, tokens of a block",
          [Double(text.tokens.count), Double(found.count), Double(text.blockSize)]),
        Finding("such as", text: examples.joined(separator: " ")),
      ]
      return text
    }
  }

  /// The regression on one neuron, as statsmodels prints it.
  private func oneNeuron(_ text: NounText, _ notes: ReplayNotes) throws {
    let layer = stage.layer(10, of: 24)
    let neuron = min(33, stage.configuration.dMLP - 1)
    try notes.step("One neuron, \(layer).\(neuron)") { step in
      let rows = try text.activations(layer: layer)
      let fit = try ranking(text).fits(rows, columns: neuron..<neuron + 1)[0]
      step.findings = [
        Finding(
          "regression",
          [fit.slope, fit.slopeEstimate.standardError, fit.slopeEstimate.p, fit.pseudoR2],
          labels: ["β", "standard error", "p", "pseudo R²"]),
        Finding("summary", text: "\n" + fit.summary()),
      ]
    }
  }

  private func ranking(_ text: NounText) -> LogitRanking {
    var sampling = LogitRanking.Sampling()
    sampling.rows = 0..<text.blockSize
    sampling.heldOut = text.blockSize..<text.tokens.count
    sampling.isBalanced = true
    sampling.seed = stage.seed
    return LogitRanking(label: "properNoun", labels: text.labels, sampling: sampling)
  }

  /// The regressions on all neurons of a layer, and the page of the strongest one.
  private func layer(_ text: NounText, _ notes: ReplayNotes) throws {
    let layer = stage.layer(18, of: 24)
    let (rows, best) = try notes.step("All neurons of layer \(layer)") { step in
      let rows = try text.activations(layer: layer)
      let ranking = try ranking(text).rank([rows], unit: .neuron, top: 20)
      let slopes = SignificantSlopes(of: ranking, among: rows.width)
      step.results.append(.ranking(ranking))
      step.findings = [
        Finding(
          "neurons whose slope is significant (Bonferroni, 0.05 / \(rows.width))",
          [Double(slopes.positives.count), Double(slopes.negatives.count)],
          labels: ["positive", "negative"]),
        Finding(
          "largest and smallest significant slope",
          [slopes.largest, slopes.smallest].map { $0?.beta ?? .nan },
          labels: [slopes.largest, slopes.smallest].map { slope in
            slope.map { "\(layer).\($0.index)" } ?? "none"
          }),
      ]
      return (rows, slopes.largest?.index ?? ranking.items.first?.index)
    }
    guard let best else { return }
    try generalisation(of: best, layer: layer, rows, text, notes)
  }

  private func generalisation(
    of neuron: Int, layer: Int, _ rows: MatrixRows, _ text: NounText, _ notes: ReplayNotes
  ) throws {
    let values = (0..<rows.rowCount).map { rows.all.activations[$0, neuron] }
    func area(_ range: Range<Int>) -> Double {
      Probes.Ranking(
        decisions: Array(values[range]), labels: text.labels[range].map { $0 > 0 }
      ).rocAUC ?? .nan
    }
    let (first, second) = (0..<text.blockSize, text.blockSize..<text.tokens.count)
    try notes.step("Neuron \(layer).\(neuron) on both blocks") { step in
      step.findings = [
        Finding(
          "area under the ROC curve", [area(first), area(second)], labels: ["first", "second"])
      ]
      step.tokens = [first, second].map { block in
        let shown = block.prefix(Self.shownCount)
        return Replay.TokenSeries(
          name: "\(layer).\(neuron), tokens \(block.lowerBound) to \(shown.endIndex - 1)",
          tokens: Array(text.texts[shown]), values: squaredShares(values[block], shown))
      }
    }
  }

  /// Activations as the notebook colours them: the square of the share of their range.
  private func squaredShares(_ block: ArraySlice<Float>, _ shown: Range<Int>) -> [Double] {
    let (least, most) = (block.min() ?? 0, block.max() ?? 1)
    return shown.map { index in
      let share = Double((block[index] - least) / max(most - least, .leastNormalMagnitude))
      return share * share
    }
  }
}

/// The slopes that are not to be expected by chance.
private struct SignificantSlopes {
  let positives: [(index: Int, beta: Double)]
  let negatives: [(index: Int, beta: Double)]

  init(of ranking: Analysis.Ranking, among count: Int) {
    let threshold = -log(0.05 / Double(count))
    let found = (ranking.volcano ?? []).flatMap { volcano in
      volcano.index.indices.filter { volcano.negativeLogP[$0] > threshold }
        .map { (index: volcano.index[$0], beta: volcano.beta[$0]) }
    }
    positives = found.filter { $0.beta > 0 }
    negatives = found.filter { $0.beta < 0 }
  }

  var largest: (index: Int, beta: Double)? { positives.max { $0.beta < $1.beta } }
  var smallest: (index: Int, beta: Double)? { negatives.min { $0.beta < $1.beta } }
}

extension String {
  /// Without blanks at its ends.
  fileprivate var trimming: String { trimmingCharacters(in: .whitespaces) }
}
