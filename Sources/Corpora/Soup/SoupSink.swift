/// What a string of a page is.
enum SoupText {
  case text, comment, cdata, doctype, instruction, declaration
}

/// A consumer of a page's tree, told of it in document order.
protocol SoupSink {
  /// Whether nothing more is wanted.
  var isFinished: Bool { get }

  /// Takes the start of an element; a void one has no end.
  mutating func open(_ tag: borrowing SoupTag, isVoid: Bool)

  /// Takes the end of the innermost open element.
  mutating func close(_ name: ArraySlice<UInt8>, _ packedName: PackedName)

  /// Takes a string, decoded; `isRaw` when it stands in a script or style.
  mutating func take(_ text: [UInt8], as kind: SoupText, isRaw: Bool)
}
