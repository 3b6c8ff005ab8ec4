import Corpora

/// What a task asks wherever a text says what comes next.
public enum TaskMeasure: String, Codable, Hashable, Sendable, CaseIterable {
  /// Is `</` foreseen where an end tag begins?
  case htmlClose = "html-close"
  /// Is the first token of the name foreseen behind `</`?
  case htmlTag = "html-tag"
  /// Where the bracket comes that closes the innermost open one: does the likeliest token begin
  /// with it?
  case bracketClose = "bracket-close"
  /// There, among the tokens that begin with a closing bracket: does the likeliest fit?
  case bracketKind = "bracket-kind"
  /// Is a word with a capital foreseen where a proper noun comes next, by case 002's rule?
  case properNoun = "proper-noun"
  /// Where a word comes that the text has not had yet: is the likeliest token no word from it?
  case copySuppression = "copy-suppression"

  /// The brackets that count: in prose and most code `<` is none.
  static let brackets: [Bracket] = [.round, .square, .curly]
}
