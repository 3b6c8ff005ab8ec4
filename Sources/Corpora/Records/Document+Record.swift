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
      id: page.id,
      title: page.title ?? (isHTML ? PageTitle.read(page.bytes) : nil) ?? Self.name(page.path),
      path: page.path, text: text, isHTML: isHTML)
  }

  private init(_ line: LineRecord, limits: DocumentLimits) throws(CorpusError) {
    let fields = try Self.fields(of: line)
    guard let bytes = fields.html ?? fields.text else {
      throw CorpusError(
        code: .badJSON,
        message: "expected a string 'html', 'article_body.html', 'text' or 'content' in the line's "
          + "object, found none", path: line.path)
    }
    try limits.check(lengthOf: bytes, path: line.path)
    let text = try DecodedText.decode(bytes, path: line.path)
    let isHTML = fields.html != nil
    if isHTML { try limits.check(depthOf: bytes, path: line.path) }
    let id = fields.id ?? line.id
    self.init(
      id: id, title: fields.title ?? (isHTML ? PageTitle.read(bytes) : nil) ?? id, path: line.path,
      url: fields.url, text: text, isHTML: isHTML)
  }

  private static func fields(of line: LineRecord) throws(CorpusError) -> DocumentFields {
    do throws(JSONScanner.Fault) {
      return try DocumentFields(line.bytes)
    } catch {
      throw CorpusError(
        code: .badJSON, message: "the line is no JSON object: \(error.message)", path: line.path,
        byteOffset: error.offset)
    }
  }

  /// A path's last part, without its extension.
  private static func name(_ path: String) -> String {
    let last = fileName(path)
    return String(last.lastIndex(of: ".").map { last[..<$0] } ?? last)
  }
}

extension DocumentLimits {
  /// Refuses a document that is too long.
  ///
  /// - Throws: `CorpusError` with code `.tooLarge`.
  func check(lengthOf document: [UInt8], path: String) throws(CorpusError) {
    guard document.count > maximumByteCount else { return }
    throw CorpusError(
      code: .tooLarge,
      message: "expected a document of at most \(maximumByteCount) bytes, found "
        + "\(document.count); split it or leave it out", path: path)
  }

  /// Refuses a page whose elements are nested too deeply.
  ///
  /// - Throws: `CorpusError` with code `.tooDeep`.
  func check(depthOf page: [UInt8], path: String) throws(CorpusError) {
    guard let offset = NestingBound.firstTagBeyond(maximumDepth, in: page) else { return }
    throw .tooDeep(maximumDepth, path, offset)
  }
}
