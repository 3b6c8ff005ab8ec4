/// The changes that one writing of a page makes; none to begin with.
struct MarkupChanges {
  /// Leaves out each `meta` whose `name` begins with `data`.
  var dropsDataMeta = false

  /// Empties `class`, `id`, `rel`, `style` and `title`.
  var blanksAttributes = false

  /// Lets each `href` of `a` and `link` say `www.wikipedia.org`.
  var neutralizesLinks = false

  /// Leaves out the first `footer`.
  var dropsFooter = false

  /// Leaves out every `style`.
  var dropsStyles = false

  /// Leaves out every `script`.
  var dropsScripts = false

  /// Leaves out every comment.
  var dropsComments = false

  /// Keeps `head` and `body` alone, with a newline between them.
  var keepsHeadAndBody = false

  /// Keeps the first element of this kind alone.
  var region: ArticleRegion?

  /// Looks for the surest kind there is instead.
  var seeksRegion = false
}
