public import Tensors
public import Transformers

/// A run of some prompts that is kept, so that what a change brings about can be computed from the
/// place of the change on.
public struct Baseline: Sendable {
  /// The model that ran.
  public let model: Transformer

  /// The prompts' tokens.
  public let sequences: [[Int]]

  /// What the run recorded.
  public let cache: ActivationCache

  /// The logits behind each prompt's last token, shape `[sequence, dVocab]`.
  public let logits: Matrix

  var configuration: TransformerConfiguration { model.configuration }

  /// Runs prompts and keeps what counterfactuals need.
  ///
  /// - Parameters:
  ///   - sequences: The prompts' tokens.
  ///   - model: The model.
  ///   - sites: Sites to record beside those that every counterfactual needs.
  /// - Throws: `TransformerError` when a prompt is empty or too long, or a site does not exist.
  public init(_ sequences: [[Int]], of model: Transformer, recording sites: Set<String> = []) throws
  {
    // Other patterns are put in by what the heads give with them.
    let squares = model.configuration.sites.filter { !$0.hasRows && sites.contains($0.name) }
    let z = squares.compactMap(\.layer).map { HookName.Block.z.name(layer: $0) }
    let all = Self.sites(of: model.configuration).union(sites).union(z)
    let result = try model(Run(sequences, sites: all, logits: .last))
    self.model = model
    self.sequences = sequences
    cache = result.cache
    logits = result.logits
  }

  /// The states of the stream, and the keys and values that later positions read.
  private static func sites(of configuration: TransformerConfiguration) -> Set<String> {
    let last = configuration.layerCount
    let entries =
      (0...last).map { Entry(layer: $0) }
      + (configuration.hasStateAfterAttention
        ? (0..<last).map { Entry(layer: $0, isAfterAttention: true) } : [])
    return Set(entries.map { $0.site(of: configuration) })
      .union(Run.Prefix.sites(of: configuration))
  }

  /// Rows of a site for positions of one sequence, shape `[position, width]`.
  ///
  /// - Parameters:
  ///   - site: The site's name.
  ///   - sequence: Which sequence.
  ///   - positions: Which of its positions.
  /// - Returns: The rows.
  /// - Throws: `TransformerError` with code `.notRecorded`.
  public func rows(_ site: String, sequence: Int, at positions: [Int]) throws -> Matrix {
    let start = cache.batch.ranges[sequence].lowerBound
    return try activation(site).gatheringRows(positions.map { start + $0 })
  }

  func activation(_ site: String) throws -> Matrix {
    guard let rows = cache[site] else {
      throw AnalysisError(
        code: .notRecorded, message: "the run did not record this site", path: site)
    }
    return rows
  }

  /// The columns of a head at a site that has heads.
  func columns(ofHead head: Int, at site: Site) -> [Int] {
    let width = site.axes.count == 2 ? site.axes[1] : site.width
    return Array(head * width..<(head + 1) * width)
  }
}

extension Baseline {
  /// The edit of `hook_z` that stands for other patterns of some heads at some positions.
  ///
  ///     z[p, h, :] = Σ_j pattern[h, p, j] · v[j, g(h), :]
  ///
  /// - Parameters:
  ///   - patterns: For each head what its queries attend to, shape `[position, key]` each.
  ///   - heads: The heads, in the order of `patterns`.
  ///   - layer: Their layer.
  ///   - positions: The positions of the queries.
  ///   - sequence: Which sequence.
  /// - Returns: The edit.
  /// - Throws: `AnalysisError` with code `.notRecorded`.
  func edit(
    patterns: [Matrix], of heads: [Int], layer: Int, at positions: [Int], sequence: Int
  ) throws -> Edit? {
    guard let site = configuration.site(.z, layer: layer) else { return nil }
    let values = try activation(HookName.Block.value.name(layer: layer))
      .rows(cache.batch.ranges[sequence])
    let (dHead, group) = (
      configuration.dHead, configuration.headCount / configuration.keyValueHeadCount
    )
    var z = Matrix(rows: positions.count, columns: heads.count * dHead)
    for (place, head) in heads.enumerated() {
      let key = head / group
      z.addProduct(
        patterns[place], values.columns(key * dHead..<(key + 1) * dHead),
        toRows: 0..<positions.count, columns: place * dHead..<(place + 1) * dHead, keeping: 0)
    }
    return Edit(
      site: site, positions: positions, columns: heads.flatMap { columns(ofHead: $0, at: site) },
      values: z)
  }
}
