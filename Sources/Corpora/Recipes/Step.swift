/// One step of a recipe.
public enum Step: String, CaseIterable, Codable, Sendable {
  /// Takes out each `meta` whose `name` begins with `data`.
  case dropDataMeta = "drop-data-meta"

  /// Empties the attributes `class`, `id`, `rel`, `style` and `title`.
  case blankAttributes = "blank-attributes"

  /// Sets the `href` of each `a` and `link` to `www.wikipedia.org`.
  case neutralLinks = "neutral-links"

  /// Writes the page and reads it anew; blanks around what was taken out are then joined.
  case reparse

  /// Takes out the first `footer`.
  case dropFooter = "drop-footer"

  /// Takes out every `style`.
  case dropStyles = "drop-styles"

  /// Takes out every `script`.
  case dropScripts = "drop-scripts"

  /// Takes out every comment.
  case dropComments = "drop-comments"

  /// Keeps the `head` and the `body`, with a newline between them.
  case headAndBody = "head-and-body"

  /// Keeps the `body`.
  case body

  /// Keeps the element that holds the body text: MediaWiki's, or `article`, `main` or `body`.
  case articleRegion = "article-region"

  /// Keeps the text that a reader sees, and no markup.
  case visibleText = "visible-text"
}
