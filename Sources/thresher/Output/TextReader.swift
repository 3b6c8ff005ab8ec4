import Analysis
import Autoencoders
import Gradients
import Reports
import Tensors
import Tokenizers
import Transformers

/// Reads a text with a model, and makes views of what its features and predictions are.
struct TextReader: Sendable {
  private let model: LanguageModel
  private let bos: BOSPolicy
  private let autoencoder: SiteAutoencoder?
  private let sae: String?

  /// How many tokens are read at most, and how many features shown.
  private static let tokenLimit = 512
  private static let featureLimit = 60

  init(model: LanguageModel, bos: BOSPolicy, autoencoder: SiteAutoencoder?, sae: String?) {
    self.model = model
    self.bos = bos
    self.autoencoder = autoencoder
    self.sae = sae
  }

  /// What is read with.
  var title: String { [model.name, sae].compactMap(\.self).joined(separator: " · ") }

  /// The views of a text.
  ///
  /// - Throws: `CommandError` when it is too long, or what the model throws.
  func views(of text: String) throws -> [View] {
    let ids = try model.tokens(of: text, bos: bos)
    let limit = min(Self.tokenLimit, model.configuration.contextSize)
    guard (1...limit).contains(ids.count) else {
      throw CommandError("expected at most \(limit) tokens, found \(ids.count)")
    }
    let sites: Set<String> = autoencoder.map { [$0.site.name] } ?? []
    let result = try model.transformer(Run([ids], sites: sites, logits: .all))
    let predictions = TokenPredictions(of: ids, result.logits, model: model, top: 10)
    return (try features(of: ids, result)) + [.tokenPredictions(predictions)]
  }

  private func features(of ids: [Int], _ result: RunResult) throws -> [View] {
    guard let autoencoder, let rows = result.cache[autoencoder.site.name] else { return [] }
    let code = autoencoder.autoencoder.encode(rows)
    let found = TextFeatures(code, limit: Self.featureLimit)
    let name = sae ?? autoencoder.site.name
    let tokens = ids.map { model.tokenizer.text(of: $0) }
    return [
      .tokenPage(
        TokenPage(
          title: "Features", valueName: "activation", selectors: ["feature"],
          passages: [.init(document: name, tokens: tokens)],
          series: found.features.map { feature in
            .init(keys: ["\(feature.index)"], values: [feature.values.map { Figure($0) }])
          })),
      .unitTable(
        UnitTable(
          title: "Features of this text", unit: "feature",
          names: found.features.map { "\($0.index)" },
          notes: found.features.map { tokens[$0.peak] }, noteTitle: "highest at",
          columns: [
            .init(title: "maximum", values: found.features.map { Figure($0.values[$0.peak]) }),
            .init(
              title: "tokens", explanation: "how many it is on at",
              values: found.features.map { feature in
                Figure(Double(feature.values.count { $0 != 0 }))
              }),
          ])),
    ]
  }
}

/// The features that are on in a text, the highest first.
private struct TextFeatures {
  struct Feature {
    let index: Int
    let values: [Float]
    let peak: Int
  }

  let features: [Feature]

  init(_ code: SparseCode, limit: Int) {
    var values: [Int: [Float]] = [:]
    for row in 0..<code.rows {
      for entry in code.offsets[row]..<code.offsets[row + 1] where code.values[entry] != 0 {
        let index = Int(code.indices[entry])
        values[index, default: Array(repeating: 0, count: code.rows)][row] = code.values[entry]
      }
    }
    let all = values.map { index, values in
      let peak = values.indices.max { values[$0] < values[$1] } ?? 0
      return Feature(index: index, values: values, peak: peak)
    }
    features = Array(
      all.sorted { a, b in
        let (x, y) = (a.values[a.peak], b.values[b.peak])
        return x != y ? x > y : a.index < b.index
      }.prefix(limit))
  }
}
