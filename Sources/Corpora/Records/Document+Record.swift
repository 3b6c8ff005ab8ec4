extension Document {
  /// Makes a document of a record.
  ///
  /// - Throws: `CorpusError`: the record's own fault, or one with code `.notUTF8`, `.tooLarge`,
  ///   `.tooDeep` or `.badJSON`.
  init(_ record: Record, limits: DocumentLimits) throws(CorpusError) {
    switch record {
    case .page(let page): try self.init(page, limits: limits)
    case .line(let line): try self.init(line, limits: limits)
    case .fault(let error): throw error
    case .unread: preconditionFailure("Document: a record that was not read")
    }
  }

  private init(_ page: PageRecord, limits: DocumentLimits) throws(CorpusError) {
    let text = try DecodedText.decode(page.bytes, path: page.path)
    let isHTML = page.isHTML ?? DecodedText.looksLikeHTML(page.bytes)
    if isHTML { try limits.check(depthOf: page.bytes, path: page.path) }
    self.init(
      id: page.id, title: (isHTML ? PageTitle.read(page.bytes) : nil) ?? Self.name(page.path),
      path: page.path, text: text, isHTML: isHTML)
  }

  private init(_ line: LineRecord, limits: DocumentLimits) throws(CorpusError) {
    throw CorpusError(code: .badJSON, message: "not yet", path: line.path)
  }

  /// A path's last part, without its extension.
  private static func name(_ path: String) -> String {
    let last = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
    return String(last.lastIndex(of: ".").map { last[..<$0] } ?? last)
  }
}

extension DocumentLimits {
  /// Refuses a page whose elements are nested too deeply.
  ///
  /// - Throws: `CorpusError` with code `.tooDeep`.
  func check(depthOf page: [UInt8], path: String) throws(CorpusError) {
    guard let offset = NestingBound.firstTagBeyond(maximumDepth, in: page) else { return }
    throw .tooDeep(maximumDepth, path, offset)
  }
}
