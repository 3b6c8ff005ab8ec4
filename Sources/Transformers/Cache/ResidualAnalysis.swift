public import Tensors

/// What the parts of a model wrote to the residual stream in one run, read from its cache.
///
///     let sites = ResidualAnalysis.sites(of: model.configuration)
///     let result = try model(Run([tokens], sites: sites, logits: .last))
///     let analysis = try ResidualAnalysis(result.cache, of: model, at: .last)
///     let parts = try analysis.fullDecomposition()
///     let attributions = try analysis.logitAttributions(of: parts, right: [3], wrong: [7])
///
/// Source: `ActivationCache` of TransformerLens.
public struct ResidualAnalysis: Sendable {
  /// The model that ran.
  public let model: Transformer

  /// What the run recorded.
  public let cache: ActivationCache

  /// The rows looked at, in every activation of the run.
  public let rows: [Int]

  var configuration: TransformerConfiguration { model.configuration }

  /// Looks at some positions of a run.
  ///
  /// - Throws: `TransformerError` with code `.positionOutOfRange`.
  public init(
    _ cache: ActivationCache, of model: Transformer, at positions: PositionSelection = .all
  ) throws(TransformerError) {
    self.cache = cache
    self.model = model
    rows = try cache.batch.rows(at: positions)
  }

  /// The sites that the analyses read; a run that records them can be analysed whole.
  public static func sites(of configuration: TransformerConfiguration) -> Set<String> {
    let points: [HookName.Block] = [
      .residPre, .residMid, .residPost, .attentionScale, .mlpScale, .z, .attentionOut, .mlpPost,
      .mlpOut,
    ]
    let inBlocks = (0..<configuration.layerCount).flatMap { layer in
      points.map { $0.name(layer: layer) }
    }
    let outside = [HookName.embed, HookName.positionEmbed, HookName.finalScale]
    return Set(configuration.sites.map(\.name)).intersection(inBlocks + outside)
  }

  /// A site's activations at the rows looked at.
  ///
  /// - Throws: `TransformerError` with code `.notRecorded` when the run did not record it.
  public func activation(_ site: String) throws(TransformerError) -> Matrix {
    guard let all = cache[site] else {
      throw TransformerError(
        code: .notRecorded,
        message: "the run did not record '\(site)': ask for it, or for ResidualAnalysis.sites(of:)")
    }
    return rows == Array(0..<all.rows) ? all : all.gatheringRows(rows)
  }

  func activation(
    _ point: HookName.Block, _ layer: Int
  ) throws(TransformerError) -> Matrix {
    try activation(point.name(layer: layer))
  }
}
