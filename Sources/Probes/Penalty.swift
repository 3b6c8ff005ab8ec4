/// What a probe's coefficients cost, beside its mistakes.
///
///     cost = Σ_j ρ |w_j| + (1 - ρ)/2 · w_j²
///
/// The intercept costs nothing.
public enum Penalty: Equatable, Sendable {
  /// The absolute values: ρ = 1. Most coefficients are exactly zero.
  case l1

  /// Half the squares: ρ = 0.
  case l2

  /// A mixture: scikit-learn's `l1_ratio`, from 0 to 1.
  case elasticNet(l1Ratio: Double)

  /// The part of the absolute values, ρ.
  public var l1Ratio: Double {
    switch self {
    case .l1: 1
    case .l2: 0
    case .elasticNet(let l1Ratio): l1Ratio
    }
  }

  /// The name on the command line.
  public var name: String {
    switch self {
    case .l1: "l1"
    case .l2: "l2"
    case .elasticNet: "elasticnet"
    }
  }

  /// Makes the penalty of a name; nil when there is none of that name.
  ///
  /// - Parameters:
  ///   - name: `l1`, `l2` or `elasticnet`.
  ///   - l1Ratio: The part of the absolute values in an elastic net.
  public init?(name: String, l1Ratio: Double = 0.5) {
    switch name {
    case "l1": self = .l1
    case "l2": self = .l2
    case "elasticnet": self = .elasticNet(l1Ratio: l1Ratio)
    default: return nil
    }
  }
}
