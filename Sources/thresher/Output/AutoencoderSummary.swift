import Autoencoders
import Foundation
import Tensors

/// What an autoencoder is and where it belongs, as `autoencoder inspect` prints it.
struct AutoencoderSummary: Encodable {
  struct Range: Encodable {
    let smallest: Float
    let largest: Float
  }

  let path: String
  let format: String
  let architecture: String
  let inputWidth: Int
  let outputWidth: Int
  let features: Int
  let k: Int?
  let threshold: Range?
  let subtractsDecoderBias: Bool
  let inputNormalization: String
  let hasSkip: Bool
  let decoderNorm: Range
  let modelName: String?
  let hookName: String?
  let hookHeadIndex: Int?
  let hookNameOut: String?
  let contextSize: Int?
  let prependBOS: Bool?
  let processing: [String]?
  let datasetPath: String?

  init(of saved: SavedAutoencoder, path: String) {
    let (autoencoder, metadata) = (saved.autoencoder, saved.metadata)
    self.path = path
    format = saved.format.rawValue
    architecture = autoencoder.architectureName
    inputWidth = autoencoder.inputWidth
    outputWidth = autoencoder.outputWidth
    features = autoencoder.width
    if case .topK(let k) = autoencoder.architecture { self.k = k } else { k = nil }
    if case .jumpReLU(let thresholds) = autoencoder.architecture {
      threshold = Range(of: thresholds.elements)
    } else {
      threshold = nil
    }
    subtractsDecoderBias = autoencoder.subtractsDecoderBias
    inputNormalization = autoencoder.inputNormalization.rawValue
    hasSkip = autoencoder.transcoding?.skipWeight != nil
    let directions = autoencoder.decoderWeight
    decoderNorm = Range(
      of: (0..<directions.rows).map { Float(squaredNorm(directions[row: $0]).squareRoot()) })
    modelName = metadata.modelName
    hookName = metadata.hookName
    hookHeadIndex = metadata.hookHeadIndex
    hookNameOut = metadata.hookNameOut
    contextSize = metadata.contextSize
    prependBOS = metadata.prependBOS
    processing = metadata.processing
    datasetPath = metadata.datasetPath
  }

  /// Whether SAELens has an architecture of this name.
  var isKnownToSAELens: Bool {
    ["topk_transcoder", "topk_skip_transcoder", "gated_transcoder", "gated_skip_transcoder"]
      .contains(architecture) == false
  }

  /// The same as lines of text.
  var text: String {
    var lines = [
      ("format", format), ("architecture", architecture + (k.map { ", k \($0)" } ?? "")),
      ("features", "\(features) of activations \(inputWidth) wide"),
    ]
    if outputWidth != inputWidth { lines.append(("makes", "activations \(outputWidth) wide")) }
    if let threshold { lines.append(("thresholds", threshold.text)) }
    lines.append(("decoder", "norms \(decoderNorm.text)"))
    lines.append(
      (
        "input",
        "\(inputNormalization == "none" ? "as it is" : inputNormalization), decoder's bias "
          + (subtractsDecoderBias ? "taken off" : "not taken off")
      ))
    lines.append(("model", modelName ?? "not said"))
    lines.append(
      ("site", [hookName ?? "not said", hookNameOut].compactMap(\.self).joined(separator: " → ")))
    if let hookHeadIndex { lines.append(("head", "\(hookHeadIndex)")) }
    lines.append(("context", contextSize.map { "\($0) tokens" } ?? "not said"))
    lines.append(("BOS", prependBOS.map { $0 ? "before each sequence" : "none" } ?? "not said"))
    let steps = processing.map { $0.isEmpty ? "none" : $0.joined(separator: ", ") }
    lines.append(("processing", steps ?? "not said"))
    if let datasetPath { lines.append(("data", datasetPath)) }
    return lines.map { $0.0.padding(toLength: 14, withPad: " ", startingAt: 0) + $0.1 }
      .joined(separator: "\n")
  }
}

extension AutoencoderSummary.Range {
  fileprivate init(of values: [Float]) {
    self.init(smallest: values.min() ?? 0, largest: values.max() ?? 0)
  }

  fileprivate var text: String {
    String(format: "%.4g to %.4g", Double(smallest), Double(largest))
  }
}
