public import Analysis
import Foundation

/// Features' pages as the batch of JSON that SAEDashboard writes and Neuronpedia reads.
///
/// What Thresher does not measure (neighbouring neurons and features, the histogram of logits) is
/// written as empty lists. Numbers have five decimals. The contexts of the highest activations have
/// the bin from −1 to 99, which Neuronpedia takes for "top"; those of each octave have its edges.
///
/// - Parameters:
///   - pages: The features, of one site.
///   - modelID: Neuronpedia's name of the model.
///   - set: Neuronpedia's name of the set of autoencoders.
/// - Returns: The contents of a `batch-N.json`.
/// - Throws: `EncodingError`, which these numbers give no cause for.
///
/// Source: SAEDashboard, `neuronpedia/neuronpedia_dashboard.py`.
public func featureBatch(
  _ pages: [FeaturePage], modelID: String = "", set: String = ""
) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.keyEncodingStrategy = .convertToSnakeCase
  let batch = Batch(
    modelId: modelID, layer: layer(of: pages.first?.site ?? ""), saeSet: set,
    features: pages.map(Batch.Feature.init))
  return String(decoding: try encoder.encode(batch), as: UTF8.self) + "\n"
}

private func layer(of site: String) -> Int {
  let parts = site.split(separator: ".")
  return parts.count > 1 ? Int(parts[1]) ?? 0 : 0
}

private struct Batch: Encodable {
  struct Activation: Encodable {
    let binMin: Double
    let binMax: Double
    let binContains: Double
    let tokens: [String]
    let values: [Double]
    let qualifyingTokenIndex: Int
  }

  struct Feature: Encodable {
    let featureIndex: Int
    let neuronAlignmentIndices: [Int] = []
    let neuronAlignmentValues: [Double] = []
    let neuronAlignmentL1: [Double] = []
    let correlatedNeuronsIndices: [Int] = []
    let correlatedNeuronsL1: [Double] = []
    let correlatedNeuronsPearson: [Double] = []
    let correlatedFeaturesIndices: [Int] = []
    let correlatedFeaturesL1: [Double] = []
    let correlatedFeaturesPearson: [Double] = []
    let negStr: [String]
    let negValues: [Double]
    let posStr: [String]
    let posValues: [Double]
    let fracNonzero: Double
    let freqHistDataBarValues: [Double]
    let freqHistDataBarHeights: [Double]
    let logitsHistDataBarValues: [Double] = []
    let logitsHistDataBarHeights: [Double] = []
    let activations: [Activation]
  }

  let modelId: String
  let layer: Int
  let saeSet: String
  let features: [Feature]
}

extension Batch.Feature {
  init(_ page: FeaturePage) {
    featureIndex = page.index
    negStr = page.logitEffects?.bottom.map(\.token) ?? []
    negValues = page.logitEffects?.bottom.map { rounded($0.value) } ?? []
    posStr = page.logitEffects?.top.map(\.token) ?? []
    posValues = page.logitEffects?.top.map { rounded($0.value) } ?? []
    fracNonzero = rounded(page.density)
    freqHistDataBarValues = page.histogram.bins.map { rounded(($0.lower + $0.upper) / 2) }
    freqHistDataBarHeights = page.histogram.bins.map { Double($0.count) }
    let rows = Double(max(1, page.rows))
    activations =
      page.contexts.map { Batch.Activation($0, from: -1, to: 99, share: 0) }
      + page.bands.flatMap { band in
        band.contexts.map {
          Batch.Activation(
            $0, from: band.lower, to: band.upper, share: Double(band.count) / rows)
        }
      }
  }
}

extension Batch.Activation {
  init(_ context: TokenContext, from lower: Double, to upper: Double, share: Double) {
    binMin = rounded(lower)
    binMax = rounded(upper)
    binContains = rounded(share)
    tokens = context.tokens.map(\.text)
    values = context.tokens.map { rounded($0.activation ?? 0) }
    qualifyingTokenIndex = context.peak
  }
}

/// A number with five decimals; what is not finite counts as zero.
private func rounded(_ value: Double) -> Double {
  value.isFinite ? (value * 1e5).rounded() / 1e5 : 0
}
