extension Site {
  /// The point of its block that it is; nil outside the blocks.
  public var point: HookName.Block? {
    guard let layer else { return nil }
    return HookName.Block(rawValue: String(name.dropFirst("blocks.\(layer).".count)))
  }

  /// Whether its first axis is that of heads, or it holds a square for each head.
  public var hasHeads: Bool { !hasRows || axes.count == 2 }
}

extension TransformerConfiguration {
  /// The site of a block's point; nil where this model has none.
  public func site(_ point: HookName.Block, layer: Int) -> Site? {
    let name = point.name(layer: layer)
    return sites.first { $0.name == name }
  }
}
