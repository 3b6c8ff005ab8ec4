import Gradients
public import Tensors
public import Transformers

extension Transformer {
  /// What a direction that is added at a site adds straight to every token's logit, before the last
  /// divisor.
  ///
  ///     effects[v] = Σ_d (written[d] − mean) · w[d] · W_U[d, v]
  ///
  /// - Parameters:
  ///   - direction: Shape `[1, width]`.
  ///   - name: The site, from which something is added to the residual stream.
  /// - Returns: Shape `[dVocab]`.
  /// - Throws: `AnalysisError` with code `.unusableRequest` where it is not.
  public func logitEffects(of direction: Matrix, at name: String) throws -> [Float] {
    let site = try SitePattern(name).sites(of: configuration)[0]
    guard site.hasRows, site.entry(in: configuration).1 != .block else {
      throw AnalysisError(
        code: .unusableRequest, message: "what is there is not added to the residual stream",
        path: name)
    }
    let share = try unembeddingShare(
      of: site.written(direction, by: self), scale: Matrix(row: [1]))
    let rows = weights.unembedding.withoutBias(share)
    return (0..<rows.columns).map { rows[0, $0] }
  }

  /// What a neuron adds straight to every token's logit for each unit of its activation.
  ///
  /// - Parameters:
  ///   - index: Which of the layer's neurons.
  ///   - name: The site, `hook_post` or `hook_pre` of its layer.
  /// - Returns: Shape `[dVocab]`.
  /// - Throws: `AnalysisError` with code `.unusableRequest` where the site is no MLP's.
  public func logitEffects(ofNeuron index: Int, at name: String) throws -> [Float] {
    let named = try SitePattern(name).sites(of: configuration)[0]
    guard let layer = named.layer, let site = configuration.site(.mlpPost, layer: layer),
      [.mlpPost, .mlpPre].contains(named.point), (0..<site.width).contains(index)
    else { return try logitEffects(of: oneHot(index, width: named.width), at: name) }
    return try logitEffects(of: oneHot(index, width: site.width), at: site.name)
  }

  private func oneHot(_ index: Int, width: Int) -> Matrix {
    var row = Matrix(rows: 1, columns: width)
    row[0, index] = 1
    return row
  }
}
