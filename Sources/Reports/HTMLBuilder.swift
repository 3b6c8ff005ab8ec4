/// Collects the content of an element; a string in it is text.
@resultBuilder
enum HTMLBuilder {
  static func buildExpression(_ piece: HTML) -> HTML { piece }
  static func buildExpression(_ piece: HTML?) -> HTML { piece ?? HTML() }
  static func buildExpression(_ pieces: [HTML]) -> HTML { joined(pieces) }
  static func buildExpression(_ text: String) -> HTML { HTML(text: text) }
  static func buildBlock(_ pieces: HTML...) -> HTML { joined(pieces) }
  static func buildOptional(_ piece: HTML?) -> HTML { piece ?? HTML() }
  static func buildEither(first piece: HTML) -> HTML { piece }
  static func buildEither(second piece: HTML) -> HTML { piece }
  static func buildArray(_ pieces: [HTML]) -> HTML { joined(pieces) }

  private static func joined(_ pieces: [HTML]) -> HTML {
    var result = HTML()
    for piece in pieces { result += piece }
    return result
  }
}
