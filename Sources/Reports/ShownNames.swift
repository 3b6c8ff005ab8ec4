/// A model's name on a page: of a path, what it ends in.
///
/// - Parameter model: A known name, or a folder's or file's path as it was given.
/// - Returns: `tagger-3l` of `/models/tagger-3l`.
public func shownModel(_ model: String) -> String {
  model.split(separator: "/").last.map(String.init) ?? model
}

/// A site's name, which may go on to the next line behind a dot or an underscore where room is scarce;
/// a short one stays whole.
func breakable(_ name: String) -> HTML {
  guard name.count > 16 else { return HTML(text: name) }
  var result = HTML()
  var piece = ""
  for character in name {
    piece.append(character)
    guard character == "." || character == "_" else { continue }
    result += HTML(text: piece)
    result += voidElement("wbr")
    piece = ""
  }
  result += HTML(text: piece)
  return result
}
