public import Analysis
import Foundation

/// Features' pages as the batch of JSON that SAEDashboard writes and Neuronpedia reads.
///
/// What is not known of a page (neighbouring neurons and features, which a dashboard has, and the
/// histogram of logits) is written as empty lists; `_l1` of what is correlated holds cosines, as there. Numbers have five decimals. The contexts of the highest activations have
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
  try Batch(
    modelId: modelID, layer: layer(of: pages.first?.site ?? ""), saeSet: set,
    features: pages.map(Batch.Feature.init)
  ).json
}

/// A dashboard's features as such a batch; those that are never active are left out, as there.
///
/// - Parameters:
///   - dashboard: The features.
///   - modelID: Neuronpedia's name of the model.
///   - set: Neuronpedia's name of the set of autoencoders.
/// - Returns: The contents of a `batch-N.json`.
/// - Throws: `EncodingError`, which these numbers give no cause for.
public func featureBatch(
  _ dashboard: FeatureDashboard, modelID: String = "", set: String = ""
) throws -> String {
  try Batch(
    modelId: modelID, layer: layer(of: dashboard.site), saeSet: set,
    features: dashboard.features.indices.filter { dashboard.features[$0].histogram != nil }.map {
      Batch.Feature($0, of: dashboard)
    }
  ).json
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
    var correlatedNeuronsIndices: [Int] = []
    var correlatedNeuronsL1: [Double] = []
    var correlatedNeuronsPearson: [Double] = []
    var correlatedFeaturesIndices: [Int] = []
    var correlatedFeaturesL1: [Double] = []
    var correlatedFeaturesPearson: [Double] = []
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

  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      encoder.keyEncodingStrategy = .convertToSnakeCase
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }
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

extension Batch.Feature {
  init(_ place: Int, of dashboard: FeatureDashboard) {
    let densities = dashboard.columns.first { $0.title == "density" }?.values ?? []
    let feature = dashboard.features[place]
    featureIndex = feature.index
    correlatedNeuronsIndices = feature.neurons.map(\.index)
    correlatedNeuronsL1 = feature.neurons.map { rounded(Double($0.cosine)) }
    correlatedNeuronsPearson = feature.neurons.map { rounded(Double($0.correlation)) }
    correlatedFeaturesIndices = feature.features.map(\.index)
    correlatedFeaturesL1 = feature.features.map { rounded(Double($0.cosine)) }
    correlatedFeaturesPearson = feature.features.map { rounded(Double($0.correlation)) }
    negStr = feature.bottom.map { dashboard.text(of: $0.token) }
    negValues = feature.bottom.map { rounded(Double($0.value)) }
    posStr = feature.top.map { dashboard.text(of: $0.token) }
    posValues = feature.top.map { rounded(Double($0.value)) }
    fracNonzero = place < densities.count ? rounded(densities[place].wrappedValue) : 0
    let bins = feature.histogram.map(\.middles) ?? []
    freqHistDataBarValues = bins.map { rounded($0) }
    freqHistDataBarHeights = (feature.histogram?.counts ?? []).map(Double.init)
    activations =
      feature.examples.map { Batch.Activation($0, of: dashboard, isTop: true) }
      + feature.samples.map { Batch.Activation($0, of: dashboard, isTop: false) }
  }
}

extension FeatureDashboard {
  fileprivate func text(of token: Int) -> String {
    vocabulary.indices.contains(token) ? vocabulary[token] : ""
  }
}

extension FeatureDashboard.Bins {
  fileprivate var middles: [Double] {
    let width = Double(upper - lower) / Double(max(1, counts.count))
    return counts.indices.map { Double(lower) + width * (Double($0) + 0.5) }
  }
}

extension Batch.Activation {
  /// An example; one that is not of the highest is in the bin of its octave.
  init(_ example: FeatureDashboard.Example, of dashboard: FeatureDashboard, isTop: Bool) {
    let peak = example.position - example.first
    let value = example.values.indices.contains(peak) ? example.values[peak] : 0
    let isHigh = value > 0 && value.isFinite
    let octave = isHigh ? Double(sign: .plus, exponent: Int(value.exponent), significand: 1) : 0
    let known = dashboard.passages.indices.contains(example.passage)
    let passage = known ? dashboard.passages[example.passage].tokens : []
    binMin = isTop || !isHigh ? -1 : rounded(octave)
    binMax = isTop || !isHigh ? 99 : rounded(2 * octave)
    binContains = 0
    tokens = example.values.indices.map { place in
      let position = example.first + place
      return passage.indices.contains(position) ? dashboard.text(of: passage[position]) : ""
    }
    values = example.values.map { rounded(Double($0)) }
    qualifyingTokenIndex = peak
  }

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
