public import Tensors
public import Transformers

/// What directions at a site add to the logits by the way that leads through no other layer.
///
///     effects[i, v] = Σ_d (w[d] · y[i, d] − mean_d w · y[i]) · W_U[d, v]
///
/// where `y` is what the direction writes to the residual stream, and `w` the final normalization's
/// scale where it is not folded away; the mean is taken where the model centres. The normalization's
/// divisor depends on the text and is left out, so that tokens compare, but texts do not.
public struct LogitProjection: Sendable {
  private let model: Transformer
  private let site: Site

  /// Projects from a site.
  ///
  /// - Parameters:
  ///   - site: The site's name.
  ///   - model: The model.
  /// - Throws: `AnalysisError` with code `.unusableRequest` when what is at the site is not added to
  ///   the residual stream; `TransformerError` when the model has no such site.
  public init(from site: String, of model: Transformer) throws {
    let found = try SitePattern(site).sites(of: model.configuration)[0]
    guard found.entry(in: model.configuration).1 != .block else {
      throw AnalysisError(
        code: .unusableRequest,
        message: "what is there is not added to the residual stream, and so to no logit", path: site
      )
    }
    self.site = found
    self.model = model
  }

  /// How many tokens there are.
  public var tokenCount: Int { model.configuration.dVocabOut }

  /// How wide the site is.
  public var width: Int { site.width }

  /// What directions add to every token's logit.
  ///
  /// - Parameter directions: Directions at the site, shape `[direction, width]`.
  /// - Returns: The effects, shape `[direction, dVocabOut]`.
  /// - Throws: `AnalysisError` with code `.wrongShape` when they are not as wide as the site.
  public func effects(of directions: Matrix) throws(AnalysisError) -> Matrix {
    guard directions.columns == site.width else {
      throw AnalysisError(
        code: .wrongShape,
        message: "it is \(site.width) wide, the directions are \(directions.columns)",
        path: site.name)
    }
    var written = site.written(directions, by: model)
    let kind = model.configuration.finalNormalization
    if let norm = model.weights.finalNorm, kind != .none {
      written.multiply(by: Matrix(repeating: norm.scale, rows: written.rows))
    }
    if kind.isCentring { written.centreRows() }
    return model.weights.unembedding.withoutBias(written)
  }
}

extension Matrix {
  /// Takes each row's mean from it.
  fileprivate mutating func centreRows() {
    forEachRow { _, row in
      let mean = Float(sum(row.span) / Double(row.count))
      for i in row.indices { row[i] -= mean }
    }
  }
}
