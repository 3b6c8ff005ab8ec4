/// What stands in a unit's place when it is taken out.
public enum UnitReplacement: String, Codable, Hashable, Sendable, CaseIterable {
  case zero
  /// Its mean over the tokens of all prompts.
  case mean
  /// What it is in the prompt's corrupted twin, position by position.
  case twin
}
