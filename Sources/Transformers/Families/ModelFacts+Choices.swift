extension ModelFacts {
  /// The nonlinearity that a key names, by Hugging Face's name or TransformerLens's.
  ///
  /// `gelu_pytorch_tanh` is GPT-2's approximation, and `swish` an old name of `silu`.
  func activation(
    _ key: String, default name: String? = nil
  ) throws(TransformerError) -> ActivationFunction {
    guard let name = text(key) ?? name else { throw unusable(key, "the name of a nonlinearity") }
    let aliases = ["gelu_pytorch_tanh": "gelu_new", "swish": "silu"]
    guard let activation = ActivationFunction(rawValue: aliases[name] ?? name) else {
      let known = ActivationFunction.allCases.map(\.rawValue).joined(separator: ", ")
      throw unsupported("'\(key)' is '\(name)': expected one of \(known)")
    }
    return activation
  }

  /// The number of layers.
  func layerCount(_ key: String) throws(TransformerError) -> Int {
    try count(key, atMost: 4096)
  }

  /// The length of the longest sequence.
  func contextSize(_ key: String) throws(TransformerError) -> Int {
    try count(key, atMost: 1 << 24)
  }

  /// A positive whole number, no more than any model has.
  private func count(_ key: String, atMost most: Int) throws(TransformerError) -> Int {
    let count = try count(key)
    guard count <= most else {
      throw unsupported("'\(prefix + key)' is \(count): expected at most \(most)")
    }
    return count
  }

  /// The width of a head: what a key says, or else the residual stream's width shared evenly.
  func headWidth(
    _ key: String? = nil, dModel: Int, headCount: Int
  ) throws(TransformerError) -> Int {
    if let key, let width = try count(optional: key) { return width }
    guard dModel % headCount == 0 else {
      throw unsupported("a width of \(dModel) is no multiple of \(headCount) heads")
    }
    return dModel / headCount
  }

  /// How many positions each layer sees, from a list that names each layer's kind of attention.
  ///
  /// - Parameters:
  ///   - key: The list's key.
  ///   - local: What the list calls a layer that sees only the latest positions.
  ///   - global: What it calls a layer that sees all.
  ///   - window: How many positions a local layer sees.
  ///   - layerCount: How many layers there are.
  /// - Returns: The windows; nil where the file has no such list.
  /// - Throws: `TransformerError` when the list names another kind, is not as long as the model is
  ///   deep, or a local layer has no window.
  func attentionWindows(
    _ key: String, local: String, global: String, window: Int?, layerCount: Int
  ) throws(TransformerError) -> [Int?]? {
    guard let kinds = list(key) else { return nil }
    guard kinds.count == layerCount else {
      throw unsupported("'\(key)' names \(kinds.count) layers where the model has \(layerCount)")
    }
    var windows: [Int?] = []
    for kind in kinds {
      switch (kind, window) {
      case (.text(global), _): windows.append(nil)
      case (.text(local), let window?): windows.append(window)
      case (.text(local), nil): throw unsupported("'\(key)' has '\(local)' layers, and no window")
      default: throw unusable(key, "a list of '\(global)' and '\(local)'")
      }
    }
    return windows
  }
}
