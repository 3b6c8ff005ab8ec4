import Autoencoders
import Gradients
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Analysis

@Suite struct TaskRankerTests {
  private func prompts(_ golden: GoldenModel) -> [TaskPrompt] {
    [(golden.pair.clean, golden.pair.corrupted), (golden.pair.corrupted ?? [], golden.pair.clean)]
      .map {
        TaskPrompt(
          text: "", tokens: $0.0, corruptedText: nil, corruptedTokens: $0.1, right: [3], wrong: [7],
          rules: [.token(3)])
      }
  }

  private func features(_ golden: GoldenModel) throws -> RankedUnits {
    let width = golden.configuration.dModel
    let autoencoder = SparseAutoencoder(
      encoderWeight: normalMatrix(rows: width, columns: 12, seed: 1, scale: 0.3),
      encoderBias: Matrix(row: Array(repeating: 0.1, count: 12)),
      decoderWeight: normalMatrix(rows: 12, columns: width, seed: 2, scale: 0.3),
      decoderBias: Matrix(rows: 1, columns: width), architecture: .standard)
    let saved = SavedAutoencoder(
      autoencoder, metadata: AutoencoderMetadata(hookName: "blocks.1.hook_resid_pre"))
    return .features(try SiteAutoencoder(saved, in: golden.configuration))
  }

  private func ranker(
    _ units: RankedUnits, _ golden: GoldenModel, _ replacement: UnitReplacement,
    metric: Metric = .logitDifference
  ) throws -> TaskRanker {
    var ranker = TaskRanker(
      units, of: golden.model, replacement: replacement, metric: metric, prefixCount: 1)
    try ranker.observe(prompts(golden).map(\.tokens))
    return ranker
  }

  /// A prediction is the measured effect's slope: that of taking out a thousandth of a unit.
  @Test(arguments: ["gpt2", "llama"], UnitReplacement.allCases)
  func predictionsAreSlopesOfMeasurements(family: String, replacement: UnitReplacement) throws {
    let golden = try GoldenModel(family)
    let prompt = prompts(golden)[0]
    for units in [RankedUnits.heads, .neurons] {
      var ranker = try ranker(units, golden, replacement)
      let predicted = try ranker.predictions([prompt])[0]
      let largest = predicted.map { abs($0) }.max() ?? 0
      for index in stride(from: 0, to: ranker.all.count, by: max(1, ranker.all.count / 6)) {
        let slope = try self.slope(ranker, ranker.all[index], prompt)
        #expect(abs(slope - Double(predicted[index])) < 0.02 * Double(largest) + 1e-3, "\(index)")
      }
    }
  }

  /// The change of the logits' difference as little of a unit is taken out, by whole runs.
  private func slope(
    _ ranker: TaskRanker, _ unit: RankedUnit, _ prompt: TaskPrompt
  ) throws -> Double {
    let site = ranker.sites[unit.site]
    let twins = try ranker.model(
      Run([prompt.corruptedTokens ?? []], sites: [site.name])
    ).cache
    func value(_ share: Float) throws -> Double {
      let run = Run(
        [prompt.tokens],
        interventions: [
          Intervention(
            site: site.name,
            edit: .function { x in
              let values = ranker.units.values(x)
              guard var change = try? ranker.change(of: values, at: unit.site, twins: twins) else {
                return x
              }
              change = change.gatheringColumns(ranker.columns(of: unit))
              change.scale(by: share)
              for column in 0..<change.columns { change[0, column] = 0 }
              return ranker.units.changed(x, columns: ranker.columns(of: unit), by: change)
            })
        ], logits: .last)
      return prompt.answer.value(at: try ranker.model(run).logits[row: 0])
    }
    return (try value(-0.05) - (try value(0.05))) / 0.1
  }

  @Test(arguments: UnitReplacement.allCases)
  func measurementsAreThoseOfWholeRuns(replacement: UnitReplacement) throws {
    let golden = try GoldenModel("gpt2")
    let prompt = prompts(golden)[0]
    for units in [RankedUnits.heads, .neurons, try features(golden)] {
      var ranker = try ranker(units, golden, replacement)
      _ = try ranker.predictions([prompt])
      guard replacement != .twin else { continue }
      let chosen = Array(ranker.all.prefix(3))
      let measured = try ranker.measurements(prompt, of: chosen)
      let base = try value(prompt, golden.model, [])
      for (unit, fall) in zip(chosen, measured) {
        let changed = try value(prompt, golden.model, ranker.removal(of: [unit]))
        #expect(abs(fall - (base - changed)) < 1e-4)
      }
    }
  }

  private func value(
    _ prompt: TaskPrompt, _ model: Transformer, _ interventions: [Intervention]
  ) throws -> Double {
    let run = Run([prompt.tokens], interventions: interventions, logits: .last)
    return prompt.answer.value(at: try model(run).logits[row: 0])
  }

  @Test func randomCounterpartsTakeAwayAsMuch() throws {
    let golden = try GoldenModel("gpt2")
    var ranker = try ranker(.neurons, golden, .mean)
    _ = try ranker.predictions(prompts(golden))
    let chosen = Array(ranker.all.prefix(4))
    var random = SplittableRandom(seed: 3)
    let (units, strengths) = ranker.counterparts(of: chosen, excluding: [], using: &random)
    #expect(Set(units).isDisjoint(with: chosen) && Set(units).count == 4)
    for (index, unit) in units.enumerated() {
      let norm = strengths[index] * ranker.norm(of: unit)
      #expect(abs(norm - ranker.norm(of: chosen[index])) < 1e-9)
    }
  }

  @Test func aMissingTwinIsAnError() throws {
    let golden = try GoldenModel("gpt2")
    var prompt = prompts(golden)[0]
    prompt.corruptedTokens = nil
    var ranker = try ranker(.heads, golden, .twin)
    #expect(throws: AnalysisError.self) { try ranker.predictions([prompt]) }
  }

  @Test(arguments: Metric.allCases)
  func gradientsOfMetricsAreThoseOfDifferences(metric: Metric) {
    let logits = normalMatrix(rows: 2, columns: 6, seed: 4)
    let answers = [
      LogitCombination(meanOf: [1, 2], lessMeanOf: [4]), LogitCombination(right: 0, wrong: 5),
    ]
    let (_, gradient) = metric.gradient(at: logits, answers: answers)
    for row in 0..<2 {
      for column in 0..<6 {
        func value(_ step: Float) -> Double {
          var moved = logits
          moved[row, column] += step
          return metric.value(at: moved[row: row], answer: answers[row])
        }
        let slope = (value(1e-2) - value(-1e-2)) / 2e-2
        #expect(abs(slope - Double(gradient[row, column])) < 1e-3)
      }
    }
  }
}
