/// What taking parts out of a model does to what it foresees: the result of `ablate`.
public struct Ablation: Codable, Hashable, Sendable {
  /// A token at which an ablation does much.
  public struct Place: Codable, Hashable, Sendable {
    /// Which document, counted from 0.
    public var document: Int

    /// The position that foresees the token.
    public var position: Int

    /// The tokens up to that position, the nearest ten.
    public var context: String

    /// The token that comes next.
    public var next: String

    /// The change of its loss.
    @Figure public var lossChange: Double
  }

  /// What one kind of ablation of one unit does.
  public struct Effect: Codable, Hashable, Sendable {
    /// The kind, `mean-direct`.
    public var kind: AblationKind

    /// The change of the loss, the mean over tokens; its interval over documents.
    public var lossChange: MeanInterval

    /// The change of the logit of the token that comes next, likewise.
    public var logitChange: MeanInterval

    /// Where the loss rises most.
    public var top: [Place]

    /// Where it falls most.
    public var bottom: [Place]

    /// Each document's changes of the loss, a number for every token but the first; nil unless asked
    /// for.
    public var perToken: [[Figure]]?
  }

  /// One unit.
  public struct Unit: Codable, Hashable, Sendable {
    /// Its name: `10.7`, `8.1234`, `F456`, or a site.
    public var unit: String

    /// What each kind does.
    public var kinds: [Effect]
  }

  /// The model.
  public var model: String

  /// How many documents, and how many tokens were foreseen in them.
  public var documents: Int
  public var tokens: Int

  /// The mean loss of the model as it is.
  @Figure public var loss: Double

  /// The units.
  public var units: [Unit]

  /// The text of every token of every document; nil unless numbers are shown for each.
  public var texts: [[String]]?

  /// What a reader should know before trusting the numbers.
  public var warnings: [String]
}
