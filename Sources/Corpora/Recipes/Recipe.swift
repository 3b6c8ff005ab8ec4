/// A named way of turning a page into the text that a model reads.
///
/// A recipe is a list of steps. Four have names: `wikipedia` is the cleaning of a published
/// notebook, text for text (see `docs/wikipedia-recipe.md`); `article` is the region of the body
/// text, without styles, scripts and comments; `text` is the visible text; `raw` changes nothing.
public struct Recipe: Equatable, Sendable {
  /// The name it was asked for by.
  public let name: String

  /// What it does, in this order.
  public let steps: [Step]

  /// Makes a recipe of single steps.
  public init(name: String, steps: [Step]) {
    self.name = name
    self.steps = steps
  }

  /// Finds a recipe by name, or composes one of names with `+` or commas between them.
  ///
  /// `article+visible-text` is the visible text of what `article` leaves.
  ///
  /// - Parameter name: Names of recipes and steps.
  /// - Throws: `CorpusError` with code `.unknownRecipe`.
  public init(named name: String) throws(CorpusError) {
    var steps: [Step] = []
    for part in name.split(omittingEmptySubsequences: false, whereSeparator: { "+,".contains($0) })
    {
      guard let found = Self.steps(named: String(part)) else {
        throw CorpusError(
          code: .unknownRecipe,
          message: "no recipe or step has this name; there are \(Self.allNames)", path: name)
      }
      steps += found
    }
    self.init(name: name, steps: steps)
  }

  /// The cleaning of case 000: `clean_html`, then `remove_footer`.
  public static let wikipedia = Self(
    name: "wikipedia",
    steps: [
      .dropDataMeta, .blankAttributes, .neutralLinks, .reparse,
      .dropFooter, .dropStyles, .dropScripts, .dropComments, .headAndBody,
    ])

  /// The region of the body text.
  public static let article = Self(
    name: "article", steps: [.articleRegion, .dropStyles, .dropScripts, .dropComments])

  /// The page as it is.
  public static let raw = Self(name: "raw", steps: [])

  /// The page's visible text.
  public static let text = Self(name: "text", steps: [.visibleText])

  /// The recipes that have a name of their own.
  public static let named = [wikipedia, article, text, raw]

  private static func steps(named name: String) -> [Step]? {
    named.first { $0.name == name }?.steps ?? Step(rawValue: name).map { [$0] }
  }

  private static var allNames: String {
    let recipes = named.map(\.name).joined(separator: ", ")
    return "the recipes \(recipes), and the steps "
      + Step.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
