/// The parts of SAELens's name of an architecture.
struct SAELensArchitecture {
  /// How pre-activations become features: `standard`, `topk`, `jumprelu` or `gated`.
  let base: String

  let isTranscoder: Bool

  /// Whether a transcoder has a weight that leads past its code.
  let skips: Bool

  /// Whether features share one threshold, as in the files of a training that chooses among a batch.
  let sharesThreshold: Bool

  init(_ name: String, path: String) throws(AutoencoderError) {
    isTranscoder = name.hasSuffix("transcoder")
    skips = name.hasSuffix("skip_transcoder")
    sharesThreshold = ["batchtopk", "matryoshka_batchtopk"].contains(name)
    let suffix = skips ? "skip_transcoder" : isTranscoder ? "transcoder" : ""
    let rest = name.dropLast(suffix.count)
    let own = rest.isEmpty ? "standard" : String(isTranscoder ? rest.dropLast() : rest)
    base = sharesThreshold ? "jumprelu" : own
    guard ["standard", "topk", "jumprelu", "gated"].contains(base) else {
      throw AutoencoderError(
        code: .unsupported,
        message: """
          architecture '\(name)' is not one of standard, topk, jumprelu, gated, or such followed \
          by _transcoder or _skip_transcoder, batchtopk, matryoshka_batchtopk
          """, path: path)
    }
  }
}

extension Architecture {
  /// TopK with a `k` that another tool's file gives.
  static func topK(
    _ k: Int?, width: Int, path: String
  ) throws(AutoencoderError) -> Architecture {
    guard let k, (1...width).contains(k) else {
      throw AutoencoderError(
        code: .badFile,
        message: "k must be from 1 to \(width) features, found \(k.map(String.init) ?? "none")",
        path: path)
    }
    return .topK(k: k)
  }
}
