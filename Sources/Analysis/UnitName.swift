extension Unit {
  /// The name by which a neuron or feature is spoken of.
  ///
  /// `8.1234` for neuron 1234 of `blocks.8.mlp.hook_post`, `SAE:456` for feature 456 of an
  /// autoencoder; another site's column is `site:456`.
  ///
  /// - Parameters:
  ///   - site: The site's name.
  ///   - index: The neuron or feature.
  ///   - sae: The autoencoder's name.
  /// - Returns: The name.
  public func name(site: String, index: Int, sae: String?) -> String {
    switch self {
    case .feature: "\(sae ?? site):\(index)"
    case .neuron: mlpLayer(of: site).map { "\($0).\(index)" } ?? "\(site):\(index)"
    }
  }
}

/// The layer of an MLP's neurons: 8 for `blocks.8.mlp.hook_post`.
private func mlpLayer(of site: String) -> Int? {
  let parts = site.split(separator: ".")
  guard parts.count == 4 && parts[0] == "blocks" && parts[2] == "mlp" else { return nil }
  return Int(parts[1])
}
