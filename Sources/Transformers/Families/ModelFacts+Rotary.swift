extension ModelFacts {
  /// The rotary base, and the scaling of frequencies where there is any.
  ///
  /// Newer files of Hugging Face hold both in `rope_parameters`; older ones the base under a key
  /// of its own, and the scaling in `rope_scaling`.
  ///
  /// - Parameter baseKey: The base's key in older files.
  /// - Returns: The base, 10,000 where the file has none, and the scaling.
  /// - Throws: `TransformerError` when the scaling is of a kind that Thresher does not know.
  func rotary(
    baseKey: String
  ) throws(TransformerError) -> (base: Double, scaling: RotaryScaling?) {
    let base = try number(firstOf: "rope_parameters.rope_theta", baseKey) ?? 10_000
    guard base > 0 else { throw unusable(baseKey, "a positive number") }
    for holder in ["rope_parameters", "rope_scaling"] {
      if let kind = text("\(holder).rope_type") ?? text("\(holder).type") {
        return (base, try rotaryScaling(kind, in: holder))
      }
    }
    return (base, nil)
  }

  private func rotaryScaling(
    _ kind: String, in holder: String
  ) throws(TransformerError) -> RotaryScaling? {
    func positive(_ name: String) throws(TransformerError) -> Double {
      guard let number = try number(optional: "\(holder).\(name)"), number > 0 else {
        throw unusable("\(holder).\(name)", "a positive number")
      }
      return number
    }
    switch kind {
    case "default": return nil
    case "linear": return .linear(factor: try positive("factor"))
    case "llama3":
      let (low, high) = (try positive("low_freq_factor"), try positive("high_freq_factor"))
      guard low < high else {
        throw unsupported("'\(holder)' has a low_freq_factor of \(low), above \(high)")
      }
      return .byParts(
        factor: try positive("factor"), low: low, high: high,
        originalContext: try positive("original_max_position_embeddings"))
    default:
      throw unsupported("'\(holder)' is of type '\(kind)': expected default, linear or llama3")
    }
  }
}
