/// What a probe's coefficients cost, beside its mistakes.
///
///     cost = Σ_j λ₁ |w_j| + λ₂/2 · w_j²
///
/// The intercept costs nothing.
public enum Penalty: Equatable, Sendable {
  /// The absolute values: λ₁ = 1, λ₂ = 0. Most coefficients are exactly zero.
  case l1

  /// Half the squares: λ₁ = 0, λ₂ = 1.
  case l2

  /// A mixture: λ₁ is scikit-learn's `l1_ratio`, from 0 to 1, and λ₂ the rest.
  case elasticNet(l1Ratio: Double)

  /// Nothing: the likeliest coefficients, which exist where no plane parts the classes.
  case none

  /// What a coefficient's magnitude costs, λ₁.
  public var l1: Double {
    switch self {
    case .l1: 1
    case .l2, .none: 0
    case .elasticNet(let l1Ratio): l1Ratio
    }
  }

  /// What half its square costs, λ₂.
  public var l2: Double {
    switch self {
    case .l1, .none: 0
    case .l2: 1
    case .elasticNet(let l1Ratio): 1 - l1Ratio
    }
  }

  /// The name on the command line.
  public var name: String {
    switch self {
    case .l1: "l1"
    case .l2: "l2"
    case .elasticNet: "elasticnet"
    case .none: "none"
    }
  }

  /// Makes the penalty of a name; nil when there is none of that name.
  ///
  /// - Parameters:
  ///   - name: `l1`, `l2`, `elasticnet` or `none`.
  ///   - l1Ratio: The part of the absolute values in an elastic net.
  public init?(name: String, l1Ratio: Double = 0.5) {
    switch name {
    case "l1": self = .l1
    case "l2": self = .l2
    case "elasticnet": self = .elasticNet(l1Ratio: l1Ratio)
    case "none": self = .none
    default: return nil
    }
  }
}
