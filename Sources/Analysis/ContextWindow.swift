/// How much is shown of the texts in which a neuron or feature stands out.
public struct ContextWindow: Hashable, Sendable {
  /// How many texts.
  public var contexts: Int

  /// How many texts of each band of activations.
  public var examplesPerBand: Int

  /// How many bands, each of half the activations of the one before; the last takes in all below.
  public var bands: Int

  /// How many tokens before the one that stands out.
  public var before: Int

  /// How many tokens after it.
  public var after: Int

  /// How many of the columns that go with it most.
  public var correlated = 10

  /// Makes a window.
  public init(
    contexts: Int = 10, examplesPerBand: Int = 2, bands: Int = 5, before: Int = 28, after: Int = 12
  ) {
    precondition(
      min(contexts, examplesPerBand, bands, before, after) >= 0, "ContextWindow: a negative number")
    self.contexts = contexts
    self.examplesPerBand = examplesPerBand
    self.bands = bands
    self.before = before
    self.after = after
  }
}
