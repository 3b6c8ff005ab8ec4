/// Sums, over the tokens that a model predicts, of how well it does with an autoencoder in the place
/// of a site, and with that site's activations taken away.
public struct PredictionSums: Sendable, Equatable {
  /// What stands in the place of the activations.
  public enum Variant: Int, Sendable, CaseIterable {
    /// What the autoencoder makes of them.
    case spliced
    /// Zeros, at every position.
    case zeroAblated
    /// The mean of the rows that are evaluated, at every position.
    case meanAblated
  }

  /// How many tokens were predicted.
  public private(set) var tokens = 0

  /// How many distributions over the next token were compared: also behind a sequence's last token.
  public private(set) var distributions = 0

  private var cleanLoss = 0.0
  private var losses = [Double](repeating: 0, count: Variant.allCases.count)
  private var divergences = [Double](repeating: 0, count: Variant.allCases.count)

  /// The sums of no tokens.
  public init() {}

  /// Adds a token's cross-entropy, without a change and with each.
  mutating func add(cleanLoss: Double, losses: [Double]) {
    tokens += 1
    self.cleanLoss += cleanLoss
    for index in losses.indices { self.losses[index] += losses[index] }
  }

  /// Adds a position's divergences from what the model says without a change.
  mutating func add(divergences: [Double]) {
    distributions += 1
    for index in divergences.indices { self.divergences[index] += divergences[index] }
  }

  /// The sums of the tokens of both.
  public static func += (a: inout PredictionSums, b: PredictionSums) {
    a.tokens += b.tokens
    a.distributions += b.distributions
    a.cleanLoss += b.cleanLoss
    for index in a.losses.indices {
      a.losses[index] += b.losses[index]
      a.divergences[index] += b.divergences[index]
    }
  }

  /// The mean cross-entropy without a change.
  public var cleanCrossEntropy: Double { cleanLoss / Double(tokens) }

  /// The mean cross-entropy with a change.
  public func crossEntropy(_ variant: Variant) -> Double {
    losses[variant.rawValue] / Double(tokens)
  }

  /// The mean divergence of what the model says with a change from what it says without.
  ///
  ///     KL = Σ_v p[v] (log p[v] - log q[v]), p without the change
  public func divergence(_ variant: Variant) -> Double {
    divergences[variant.rawValue] / Double(distributions)
  }

  /// Which part of the cross-entropy that an ablation costs the autoencoder recovers.
  public func lossScore(against ablation: Variant) -> Double {
    let ablated = crossEntropy(ablation)
    return (ablated - crossEntropy(.spliced)) / (ablated - cleanCrossEntropy)
  }

  /// Which part of an ablation's divergence the autoencoder spares.
  public func divergenceScore(against ablation: Variant) -> Double {
    let ablated = divergence(ablation)
    return (ablated - divergence(.spliced)) / ablated
  }
}
