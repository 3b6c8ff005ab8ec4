extension Unit {
  /// The name by which a neuron, feature or head is spoken of.
  ///
  /// `8.1234` for neuron 1234 of `blocks.8.mlp.hook_post`, `10.7` for head 7 of
  /// `blocks.10.attn.hook_z`, `SAE:456` for feature 456 of an autoencoder; another site's column is
  /// `site:456`.
  ///
  /// - Parameters:
  ///   - site: The site's name.
  ///   - index: The neuron, feature or head.
  ///   - sae: The autoencoder's name.
  /// - Returns: The name.
  public func name(site: String, index: Int, sae: String?) -> String {
    switch self {
    case .feature: "\(sae ?? site):\(index)"
    case .neuron: layer(of: site, in: "mlp").map { "\($0).\(index)" } ?? "\(site):\(index)"
    case .head: layer(of: site, in: "attn").map { "\($0).\(index)" } ?? "\(site):\(index)"
    }
  }
}

/// The layer of a block's site within its MLP or attention: 8 for `blocks.8.mlp.hook_post`.
private func layer(of site: String, in part: String) -> Int? {
  let parts = site.split(separator: ".")
  guard parts.count == 4 && parts[0] == "blocks" && parts[2] == part else { return nil }
  return Int(parts[1])
}
