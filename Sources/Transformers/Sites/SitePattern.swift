/// A choice of sites: a name, a glob, or TransformerLens's short form.
///
/// `blocks.3.mlp.hook_post` names one; in `blocks.*.hook_resid_pre` a star stands for any run of
/// characters; `resid_post`, `mlp_out`, `k`, `pattern`, without a layer, mean that point in every
/// block, and with one (`k6`) or a negative one counted from the end (`resid_post-1`) in that.
///
/// Sites that take work of their own (`Site.isOnDemand`) are chosen by their last name in full, as
/// in `blocks.*.attn.hook_result`, and not by a star that happens to fit it.
public struct SitePattern: Sendable {
  /// The pattern as it was written.
  public let text: String

  /// Makes a pattern.
  public init(_ text: String) { self.text = text }

  /// The sites that it chooses, in the order of the forward pass.
  ///
  /// - Parameter configuration: The model whose sites are chosen from.
  /// - Returns: At least one site.
  /// - Throws: `TransformerError` with code `.unknownSite` when it matches none.
  public func sites(
    of configuration: TransformerConfiguration
  ) throws(TransformerError) -> [Site] {
    let glob = longForm(layerCount: configuration.layerCount) ?? text
    let last = glob.split(separator: ".").last ?? ""
    let isVague = last.contains("*") || last.contains("?")
    let chosen = configuration.sites.filter { site in
      matches(glob[...], site.name[...]) && !(isVague && site.isOnDemand)
    }
    guard !chosen.isEmpty else {
      throw TransformerError(
        code: .unknownSite,
        message: """
          no site '\(text)': expected a name such as blocks.0.hook_resid_pre, a glob such as \
          blocks.*.mlp.hook_post, or a short form such as resid_post or k3; this model has \
          \(configuration.layerCount) layers, numbered from 0
          """)
    }
    return chosen
  }

  /// The sites that several patterns choose, each once, in the order of the patterns.
  ///
  /// - Parameters:
  ///   - patterns: What was written, a pattern each.
  ///   - configuration: The model whose sites are chosen from.
  /// - Returns: At least one site for each pattern.
  /// - Throws: `TransformerError` with code `.unknownSite` when a pattern matches none.
  public static func sites(
    matching patterns: [String], of configuration: TransformerConfiguration
  ) throws(TransformerError) -> [Site] {
    var names: Set<String> = []
    var chosen: [Site] = []
    for pattern in patterns {
      chosen += try SitePattern(pattern).sites(of: configuration)
        .filter { names.insert($0.name).inserted }
    }
    return chosen
  }

  /// The glob of full names that a short form stands for; nil when it is not one.
  ///
  /// As TransformerLens's `get_act_name`: letters, then the layer's digits, then the kind of layer.
  private func longForm(layerCount: Int) -> String? {
    guard let match = text.wholeMatch(of: /([a-z_]+?)(?:[ ]?(-?[0-9]+)([a-z][a-z0-9.]*)?)?/),
      !text.hasPrefix("hook_")
    else { return nil }
    let name = aliases[String(match.1)] ?? String(match.1)
    guard let digits = match.2 else {
      if let outside = namesOutsideBlocks[name] { return outside }
      return layerKind(of: name, given: nil).map { "blocks.*.\($0)hook_\(name)" }
    }
    guard let number = Int(digits),
      let kind = layerKind(of: name, given: match.3.map(String.init))
    else { return nil }
    return "blocks.\(number < 0 ? layerCount + number : number).\(kind)hook_\(name)"
  }

  private func layerKind(of name: String, given kind: String?) -> String? {
    switch name {
    case "k", "v", "q", "z", "rot_k", "rot_q", "result", "pattern", "attn_scores": "attn."
    case "pre", "post", "mid", "pre_linear": "mlp."
    case "scale", "normalized": kind.map { "\($0)." }
    case "resid_pre", "resid_mid", "resid_post", "attn_in", "q_input", "k_input", "v_input",
      "attn_out", "mlp_in", "mlp_out":
      ""
    default: nil
    }
  }
}

/// What a short form without a layer means where it does not mean every layer.
private let namesOutsideBlocks = [
  "embed": HookName.embed, "pos_embed": HookName.positionEmbed, "scale": HookName.finalScale,
  "normalized": HookName.finalNormalized,
]

private let aliases = [
  "attn": "pattern", "attn_logits": "attn_scores", "key": "k", "query": "q", "value": "v",
  "mlp_pre": "pre", "mlp_mid": "mid", "mlp_post": "post",
]

/// Whether a name fits a glob in which `*` stands for any run of characters and `?` for one.
///
/// Where the rest does not fit, the latest star takes a character more; those before it need not.
private func matches(_ glob: Substring, _ name: Substring) -> Bool {
  var (rest, left) = (glob, name)
  var behindStar: (glob: Substring, name: Substring)?
  while true {
    if rest.first == "*" {
      rest = rest.dropFirst()
      behindStar = (rest, left)
    } else if let letter = left.first, let sign = rest.first, sign == "?" || sign == letter {
      (rest, left) = (rest.dropFirst(), left.dropFirst())
    } else if rest.isEmpty && left.isEmpty {
      return true
    } else if let star = behindStar, !star.name.isEmpty {
      (rest, left) = (star.glob, star.name.dropFirst())
      behindStar = (rest, left)
    } else {
      return false
    }
  }
}
