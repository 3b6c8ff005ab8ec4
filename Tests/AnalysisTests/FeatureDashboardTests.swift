import Autoencoders
import Foundation
import Gradients
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Analysis

/// Dashboards of a few features, held against sums written out.
@Suite struct FeatureDashboardTests {
  private static let width = 7
  private static let rowCount = 120
  private let rows = SparseRows()
  private let labels = (0..<rowCount).map { Float($0 % 3 == 0 ? 1 : 0) }

  private func dashboard(
    _ change: (inout DashboardOptions) -> Void = { _ in }
  ) throws -> FeatureDashboard {
    var options = DashboardOptions()
    change(&options)
    return try featureDashboard(
      of: rows, unit: .feature, sae: "sae", label: "multiple of three", options: options
    ) { sequence in
      SequenceText(document: "D\(sequence / 2)", tokens: (0..<10).map { "t\(($0 + sequence) % 5)" })
    }
  }

  @Test func numbersAreThoseOfTheColumns() throws {
    let found = try dashboard()
    #expect(found.rows == Self.rowCount && found.features.map(\.index) == Array(0..<Self.width))
    let columns = Dictionary(uniqueKeysWithValues: found.columns.map { ($0.title, $0.values) })
    for feature in 0..<Self.width {
      let values = rows.column(feature)
      func expectColumn(_ title: String, _ expected: Double) {
        let value = columns[title]?[feature].wrappedValue ?? .nan
        #expect(
          abs(value - expected) < 1e-6 || (value.isNaN && expected.isNaN), "\(title) \(feature)")
      }
      expectColumn("density", Double(values.count { $0 != 0 }) / Double(Self.rowCount))
      expectColumn("mean", values.reduce(0, +) / Double(Self.rowCount))
      expectColumn("maximum", values.max() ?? 0)
    }
  }

  @Test func labelsAreToldApartAsARankingTellsThem() throws {
    let found = try dashboard()
    let ranking = try rank(
      [MatrixRows(site: "site", activations: rows.dense, labels: labels)], unit: .feature,
      label: "multiple of three")
    for item in ranking.items {
      for (title, key) in [("d", "effectSize"), ("AUC", "rocAUC"), ("mean, holds", "meanPositive")]
      {
        let column = try #require(found.columns.first { $0.title == title })
        let (a, b) = (
          column.values[item.index].wrappedValue, item.statistics[key]?.wrappedValue ?? .nan
        )
        #expect(abs(a - b) < 1e-5 || (a.isNaN && b.isNaN), "\(title) of \(item.index)")
      }
    }
  }

  @Test func correlationsAreThoseOfThePairs() throws {
    let found = try dashboard { $0.neighbours = Self.width }
    for feature in found.features {
      for other in feature.features {
        let expected = pearson(rows.column(feature.index), rows.column(other.index))
        #expect(abs(Double(other.correlation) - expected) < 1e-5)
        #expect(other.index != feature.index && other.correlation > 0)
      }
      let strengths = feature.features.map(\.correlation)
      #expect(strengths == strengths.sorted(by: >))
      for column in feature.neurons {
        let inputs = (0..<Self.rowCount).map { Double(rows.inputs[$0, column.index]) }
        let expected = pearson(rows.column(feature.index), inputs)
        #expect(abs(Double(column.correlation) - expected) < 1e-4)
        #expect(abs(Double(column.cosine) - cosine(rows.column(feature.index), inputs)) < 1e-4)
      }
      #expect(feature.histogram == nil || feature.neurons.count == 3)
    }
  }

  @Test func examplesHoldTheActivationsAboutThem() throws {
    let found = try dashboard { ($0.before, $0.after) = (2, 1) }
    for feature in found.features {
      let values = rows.column(feature.index)
      for example in feature.examples + feature.samples {
        let sequence = found.passages[example.passage].sequence
        for (place, value) in example.values.enumerated() {
          let position = example.first + place
          // A sequence's first token has no row.
          let row = sequence * 9 + position - 1
          let expected = position == 0 || position > 9 || row >= values.count ? 0 : values[row]
          #expect(Double(value) == expected)
        }
        #expect(example.values[example.position - example.first] > 0)
      }
      let peaks = feature.examples.map { $0.values[$0.position - $0.first] }
      #expect(peaks == peaks.sorted(by: >))
      #expect(peaks.first.map(Double.init) ?? 0 == max(0, values.max() ?? 0))
      #expect(feature.histogram?.counts.reduce(0, +) ?? 0 == values.count { $0 != 0 })
    }
    #expect(found.vocabulary.count == 5)
    #expect(found.passages.allSatisfy { $0.document == "D\($0.sequence / 2)" })
  }

  @Test func fewerRowsAreTakenWhereMemoryIsShort() throws {
    let found = try featureDashboard(
      of: MatrixRows(
        site: "site", activations: normalMatrix(rows: 4000, columns: 3, seed: 1),
        places: (0..<4000).map { TokenPlace(sequence: $0 / 10, position: $0 % 10) }),
      unit: .neuron,
      options: {
        var options = DashboardOptions()
        options.maxRows = 1500
        return options
      }()
    ) { _ in SequenceText(document: "D", tokens: Array(repeating: "t", count: 10)) }
    #expect(found.rows == 1500)
    #expect(found.warnings == ["1500 of 4000 rows were read, spread over all of them"])
    #expect(found.features.allSatisfy { $0.neurons.isEmpty })
    #expect(found.columns[0].values[0].wrappedValue == 1)
  }

  @Test func aDashboardComesBackFromItsJSON() throws {
    let found = try dashboard()
    let data = try JSONEncoder().encode(found)
    #expect(try JSONDecoder().decode(FeatureDashboard.self, from: data) == found)
  }

  @Test func logitsAreThoseOfTheDirections() throws {
    let model = try Transformer(
      randomWeightsOf: .gpt2(
        layerCount: 2, headCount: 2, dModel: 16, dVocab: 40, contextSize: 16), seed: 4)
    let directions = normalMatrix(rows: 3, columns: 16, seed: 5)
    let site = "blocks.1.hook_resid_post"
    let effects = try LogitProjection(from: site, of: model).effects(of: directions)
    // Biases are zero, so logits times the normalization's divisor are linear in what is there.
    func scaledLogits(_ interventions: [Intervention]) throws -> [Double] {
      var run = Run([[1, 2, 3]], sites: ["ln_final.hook_scale"], logits: .last)
      run.interventions = interventions
      let result = try model(run)
      let scale = Double(try #require(result.cache["ln_final.hook_scale"])[2, 0])
      return (0..<40).map { Double(result.logits[0, $0]) * scale }
    }
    let plain = try scaledLogits([])
    for row in 0..<3 {
      let after = try scaledLogits([
        Intervention(site: site, positions: .last, edit: .add(directions.rows(row..<row + 1)))
      ])
      for token in 0..<40 {
        #expect(abs(after[token] - plain[token] - Double(effects[row, token])) < 1e-4)
      }
    }
    #expect(throws: AnalysisError.self) {
      try LogitProjection(from: "blocks.0.attn.hook_q", of: model)
    }
  }
}

/// A code of seven features, one of them dead, over twelve sequences whose first tokens have no rows.
private struct SparseRows: ActivityRows {
  let site = "site"
  let width = 7
  let rowCount = 120
  let inputs = normalMatrix(rows: 120, columns: 3, seed: 3)
  let dense: Matrix

  init() {
    var dense = normalMatrix(rows: 120, columns: 7, seed: 2)
    for row in 0..<120 {
      for column in 0..<7 where dense[row, column] < 0.4 || column == 4 { dense[row, column] = 0 }
    }
    self.dense = dense
  }

  func column(_ index: Int) -> [Double] { (0..<120).map { Double(dense[$0, index]) } }

  func batch(_ range: Range<Int>) -> RowBatch { RowBatch(activations: dense.rows(range)) }

  func activity(_ range: Range<Int>) -> Activity {
    var code = SparseCode(featureCount: width)
    for row in range {
      for column in 0..<width where dense[row, column] != 0 {
        code.append(feature: Int32(column), value: dense[row, column])
      }
      code.endRow()
    }
    return Activity(
      code: code, inputs: inputs.rows(range), labels: range.map { $0 % 3 == 0 ? 1 : 0 },
      places: range.map { TokenPlace(sequence: $0 / 9, position: $0 % 9 + 1) })
  }
}

private func pearson(_ x: [Double], _ y: [Double]) -> Double {
  let n = Double(x.count)
  let (a, b) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
  return cosine(x.map { $0 - a }, y.map { $0 - b })
}

private func cosine(_ x: [Double], _ y: [Double]) -> Double {
  func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
  return dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
}
