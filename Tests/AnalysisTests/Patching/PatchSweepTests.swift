import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Analysis

/// Patching sweeps against TransformerLens's `patching.py`, and against whole runs one by one.
@Suite struct PatchSweepTests {
  @Test(arguments: GoldenModel.families)
  func everySiteByPositionEqualsTransformerLens(family: String) throws {
    let golden = try GoldenModel(family)
    let sites = golden.configuration.sites.filter {
      $0.layer != nil && $0.hasRows && golden.expected.info("position/\($0.nameOfAllLayers)") != nil
    }
    #expect(sites.count > 10)
    for grid in try golden.pairs(recording: sites).sweep(sites, by: .position) {
      expectClose(
        grid.firstPair, try golden.numbers("position/\(grid.site)"), "\(grid.site) \(family)")
    }
  }

  @Test(arguments: GoldenModel.families, [PatchAxes.head, .headPosition])
  func headsEqualTransformerLens(family: String, axes: PatchAxes) throws {
    let golden = try GoldenModel(family)
    for point in ["z", "q", "k", "v", "pattern"] {
      let sites = try SitePattern(point).sites(of: golden.configuration)
      let grids = try golden.pairs(recording: sites).sweep(sites, by: axes)
      #expect(grids.count == 1)
      expectClose(
        grids[0].firstPair, try golden.numbers("\(axes.rawValue)/\(point)"), "\(point) \(family)")
    }
  }

  @Test(arguments: ["gpt2", "llama", "parallel", "bare", "gated", "mistral"])
  func cellsEqualRunsOneAtATime(family: String) throws {
    let golden = try GoldenModel(family)
    let sites = golden.configuration.sites.filter { $0.hasRows && $0.name != HookName.unembedOut }
    for direction in PatchDirection.allCases {
      let pairs = try golden.pairs(direction, recording: sites)
      for site in sites {
        let cells = try pairs.sweep([site], by: .position)[0].firstPair
        let expected = try golden.pair.clean.indices.map { position in
          try oneByOne(site, position, pairs: pairs)
        }
        expectClose(cells, expected, within: 1e-5, "\(site.name) \(direction)")
      }
    }
  }

  /// A whole run with one change.
  private func oneByOne(_ site: Site, _ position: Int, pairs: PatchPairs) throws -> Float {
    let values = try pairs.source.rows(site.name, sequence: 0, at: [position])
    let change = Intervention(
      site: site.name, positions: .at([position]), edit: .function { _ in values })
    let logits = try pairs.target.model(
      Run(pairs.target.sequences, interventions: [change], logits: .last)
    ).logits
    return Float(pairs.answers[0].value(at: logits[row: 0]))
  }

  @Test func otherMetricsEqualWholeLogits() throws {
    let golden = try GoldenModel("gpt2")
    let sites = try SitePattern("resid_post").sites(of: golden.configuration)
    let pairs = try golden.pairs(recording: sites)
    let probabilities = try pairs.sweep(sites, by: .position, metric: .probability)[0].firstPair
    let logarithms = try pairs.sweep(sites, by: .position, metric: .logProbability)[0].firstPair
    for (probability, logarithm) in zip(probabilities, logarithms) {
      #expect(abs(log(probability) - logarithm) < 1e-9)
    }
    // The last position of the last state is all that the logits read.
    let clean = try pairs.values(of: .probability).clean[0]
    #expect(abs((probabilities.last ?? 0) - clean) < 1e-6)
  }

  @Test func sourcesPutWhatTheyName() throws {
    let golden = try GoldenModel("llama")
    let sites = try SitePattern("resid_mid1").sites(of: golden.configuration)
    let pairs = try golden.pairs(.noising, recording: sites)
    let width = golden.configuration.dModel
    let nothing = Matrix(rows: 1, columns: width)
    let clean = try pairs.values(of: .logitDifference).clean[0]
    for source in [PatchSource.steer(nothing), .noise(scale: 0, seed: 1)] {
      let cells = try pairs.sweep(sites, by: .position, source: source)[0].firstPair
      #expect(cells.allSatisfy { abs($0 - clean) < 1e-5 * max(1, abs(clean)) })
    }
    let noisy = PatchSource.noise(scale: 1, seed: 1)
    let first = try pairs.sweep(sites, by: .position, source: noisy)
    #expect(try pairs.sweep(sites, by: .position, source: noisy) == first)
    let rows = try pairs.source.activation("blocks.1.hook_resid_mid")
    let values = try PatchValues(.mean, at: sites[0], in: pairs.source)
    let mean = values.values(from: [0], to: nothing)
    let column = (0..<rows.rows).reduce(0.0) { $0 + Double(rows[$1, 2]) } / Double(rows.rows)
    #expect(abs(Double(mean[0, 2]) - column) < 1e-6)
    #expect(
      throws: AnalysisError.self,
      performing: { try PatchValues(.steer(Matrix(row: [1])), at: sites[0], in: pairs.source) })
  }

  @Test func severalPairsAreWhatEachIsByItself() throws {
    let golden = try GoldenModel("gpt_neo")
    let sites = try SitePattern("z").sites(of: golden.configuration)
    let names = Set(sites.map(\.name))
    let turned = PromptPair(
      clean: golden.pair.corrupted ?? [], corrupted: golden.pair.clean, answer: GoldenModel.answer)
    func grid(_ pairs: [PromptPair]) throws -> PatchGrid {
      try PatchPairs(pairs, of: golden.model, direction: .denoising, recording: names)
        .sweep(sites, by: .headPosition)[0]
    }
    let both = try grid([golden.pair, turned])
    let apart = [try grid([golden.pair]), try grid([turned])]
    for row in both.rows.indices {
      for column in both.columns.indices {
        for pair in 0..<2 {
          let (found, expected) = (
            both.values[row][column][pair], apart[pair].values[row][column][0]
          )
          #expect(abs(found - expected) < 1e-5 * max(1, abs(expected)))
        }
      }
    }
  }

  @Test func patternsOfOtherLengthsAreRefused() throws {
    let golden = try GoldenModel("gpt2")
    let sites = try SitePattern("pattern").sites(of: golden.configuration)
    let pair = PromptPair(
      clean: Array(golden.pair.clean.prefix(5)), corrupted: golden.pair.corrupted,
      answer: GoldenModel.answer)
    let pairs = try PatchPairs(
      [pair], of: golden.model, direction: .denoising, alignedBy: .index,
      recording: Set(sites.map(\.name)))
    let error = #expect(throws: AnalysisError.self) { try pairs.sweep(sites, by: .head) }
    #expect(error?.code == .unusableRequest)
    let wholes = try SitePattern("resid_pre").sites(of: golden.configuration)
    #expect(throws: AnalysisError.self) { try pairs.sweep(wholes, by: .head) }
  }
}
