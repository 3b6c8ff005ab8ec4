public import Tensors

/// What is asked of one forward pass.
public struct Run: Sendable {
  /// The sequences to read, as token ids; they may differ in length.
  public var sequences: [[Int]]

  /// The full names of the sites to record.
  public var sites: Set<String>

  /// The changes to make on the way.
  public var interventions: [Intervention]

  /// The positions of each sequence whose logits are wanted.
  public var logits: PositionSelection

  /// Asks for a forward pass.
  public init(
    _ sequences: [[Int]], sites: Set<String> = [], interventions: [Intervention] = [],
    logits: PositionSelection = .none
  ) {
    self.sequences = sequences
    self.sites = sites
    self.interventions = interventions
    self.logits = logits
  }
}

/// What a forward pass gave.
public struct RunResult: Sendable {
  /// The activations of the sites that were asked for.
  public let cache: ActivationCache

  /// The logits of the positions that were asked for, sequence by sequence, `[position, dVocab]`.
  public let logits: Matrix
}
