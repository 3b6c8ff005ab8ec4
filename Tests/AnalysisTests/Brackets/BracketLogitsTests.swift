import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Analysis

/// Case 003's formulas, held against the notebook's own run in TransformerLens's models.
@Suite struct BracketLogitsTests {
  /// The classes of scripts/oracles/analysis.py.
  private static func classes(vocabularySize: Int) -> BracketClasses {
    BracketClasses(
      tokens: (0..<8).map { index in
        (0..<vocabularySize).filter { min($0 % 11, $0 % 13) == index }
      })
  }

  @Test(arguments: GoldenModel.families)
  func numbersAreTheNotebooks(family: String) throws {
    let golden = try GoldenModel(family, processing: .standard)
    let sequences = [golden.pair.clean, try #require(golden.pair.corrupted)]
    let logits = try golden.model(Run(sequences, logits: .last)).logits
    let classes = Self.classes(vocabularySize: logits.columns)
    let found = sequences.indices.map { BracketLogits(logits[row: $0], of: classes) }
    expectClose(
      found.flatMap(\.conditionalProbabilities), try golden.numbers("brackets/conditional"), family)
    // The notebook's openness of a closing answer has the other sign.
    expectClose(
      found.map { BracketMetric.openness.value(at: $0, answer: 0) },
      try golden.numbers("brackets/openness"), family)
    expectClose(
      found.map { -BracketMetric.openness.value(at: $0, answer: 7) },
      try golden.numbers("brackets/openness"), family)
    expectClose(
      found.flatMap { logits in
        (0..<8).map { BracketMetric.symbol.value(at: logits, answer: $0) }
      }, try golden.numbers("brackets/symbol"), family)
  }

  private static func row(adding constant: Float = 0) -> Matrix {
    var row = normalMatrix(rows: 1, columns: 40, seed: 7, scale: 2)
    for column in 0..<40 { row[0, column] += constant }
    return row
  }

  @Test(arguments: BracketMetric.allCases)
  func correctedMetricsDoNotChangeWithAConstant(metric: BracketMetric) {
    let classes = Self.classes(vocabularySize: 40)
    let (plain, shifted) = (Self.row(), Self.row(adding: 3))
    let values = [plain, shifted].map {
      metric.value(at: BracketLogits($0[row: 0], of: classes), answer: 5)
    }
    let dependsOnSizes = [BracketMetric.openness, .symbol, .symbolRest].contains(metric)
    #expect((abs(values[0] - values[1]) > 0.1) == dependsOnSizes)
  }

  @Test func probabilitiesAreThoseOfTheSoftmax() {
    let classes = Self.classes(vocabularySize: 40)
    let row = Self.row()
    let logits = BracketLogits(row[row: 0], of: classes)
    let masses = classes.tokens.map { tokens in
      tokens.reduce(0.0) { $0 + exp(Double(row[0, $1])) }
    }
    let total = (0..<40).reduce(0.0) { $0 + exp(Double(row[0, $1])) }
    let all = masses.reduce(0, +)
    // The whole vocabulary's exponentials are added up in single precision.
    #expect(abs(logits.probability - all / total) < 1e-6)
    for (found, mass) in zip(logits.conditionalProbabilities, masses) {
      #expect(abs(found - mass / all) < 1e-12)
    }
    let odds = BracketMetric.symbolLogOdds.value(at: logits, answer: 2)
    #expect(abs(odds - log(masses[2] / (all - masses[2]))) < 1e-12)
  }

  @Test func aSymbolWithoutTokensHasNoProbability() {
    let tokens = [[1], [2], [3], [], [4], [5], [6], [7]]
    let logits = BracketLogits(Self.row()[row: 0], of: BracketClasses(tokens: tokens))
    #expect(logits.conditionalProbabilities[3] == 0)
    #expect(abs(logits.conditionalProbabilities.reduce(0, +) - 1) < 1e-12)
    #expect(BracketMetric.symbolMean.value(at: logits, answer: 3).isNaN)
  }

  @Test func promptsAreThoseOfTheNotebook() {
    #expect(BracketPrompts.exploratory.count == 72)
    #expect(Set(BracketPrompts.exploratory).count == 72)
    #expect(BracketPrompts.reference.compactMap(\.answer).joined() == ")]}>)]}>")
  }
}
