extension BytePairModel {
  /// Checks the vocabulary and merges that were read, and makes the model of them.
  init(_ definition: TokenizerDefinition) throws(TokenizerError) {
    var entries = Entries(definition)
    try entries.checkIds()
    try entries.addAddedTokens()
    vocabulary = try entries.vocabulary()
    switch definition.merges {
    case .pairs(let pairs): merges = try vocabulary.merges(of: pairs, definition)
    case .ranks(let ranks): merges = vocabulary.merges(by: ranks, ids: definition.ids)
    }
    symbols = vocabulary.symbols(definition)
    unknown = try vocabulary.unknown(definition)
    fusesUnknown = definition.fusesUnknown
    takesWholePieces = definition.takesWholePieces
  }
}

/// The tokens of a definition, by their very bytes.
private struct Entries {
  let definition: TokenizerDefinition
  var tokens = ByteStrings()
  var ids: [Int]
  var isFindable: [Bool] = []

  init(_ definition: TokenizerDefinition) {
    self.definition = definition
    ids = definition.ids
    tokens.reserveCapacity(count: ids.count, byteCount: definition.tokens.bytes.count)
    var bytes: [UInt8] = []
    for index in 0..<definition.tokens.count {
      bytes.removeAll(keepingCapacity: true)
      let isSpelled = definition.append(definition.tokens[index], to: &bytes)
      tokens.append(bytes.span)
      isFindable.append(isSpelled)
    }
  }

  func vocabulary() throws(TokenizerError) -> Vocabulary {
    do throws(DuplicateToken) {
      return try Vocabulary(tokens: tokens, ids: ids) { isFindable[$0] }
    } catch {
      throw definition.error(
        "expected each token once, found \(quoted(tokens.text(of: error.place))) twice")
    }
  }

  /// Checks that ids are in bounds and that no two tokens share one.
  func checkIds() throws(TokenizerError) {
    guard !ids.isEmpty else { throw definition.error("expected a vocabulary, found no tokens") }
    try checkBounds(ids)
    var places = [Int32](repeating: -1, count: (ids.max() ?? 0) + 1)
    for (place, id) in ids.enumerated() {
      if places[id] >= 0 {
        let other = definition.tokens.text(of: Int(places[id]))
        throw definition.error(
          "expected an id for each token, found \(id) for both "
            + "\(quoted(other)) and \(quoted(definition.tokens.text(of: place)))")
      }
      places[id] = Int32(place)
    }
  }

  /// Adds the added tokens that the vocabulary does not have, and checks those that it has.
  mutating func addAddedTokens() throws(TokenizerError) {
    let added = definition.addedTokens
    guard !added.isEmpty else { return }
    try checkBounds(added.map(\.id))
    var places: [Int: Int] = [:]
    let addedIds = Set(added.map(\.id))
    for (place, id) in ids.enumerated() where addedIds.contains(id) { places[id] = place }
    for token in added {
      if let place = places[token.id] {
        try check(token, at: place)
      } else {
        places[token.id] = ids.count
        ids.append(token.id)
        tokens.append(token.content.utf8)
        isFindable.append(false)
      }
    }
  }

  private func checkBounds(_ ids: [Int]) throws(TokenizerError) {
    guard let id = ids.first(where: { $0 < 0 || $0 >= Vocabulary.idLimit }) else { return }
    throw definition.error(
      "expected ids from 0 to \(Vocabulary.idLimit - 1), found \(id)")
  }

  private func check(_ token: AddedToken, at place: Int) throws(TokenizerError) {
    let content = Array(token.content.utf8)
    if content.elementsEqual(tokens.bytes[tokens.range(of: place)]) { return }
    let written = place < definition.tokens.count ? definition.tokens.text(of: place) : nil
    if token.content == written { return }
    throw definition.error(
      "added token \(quoted(token.content)) has the id \(token.id), "
        + "which is that of \(quoted(written ?? tokens.text(of: place)))")
  }
}

extension TokenizerDefinition {
  /// Appends the bytes that a token's written form stands for.
  ///
  /// - Parameters:
  ///   - written: The form in the file.
  ///   - bytes: Takes the bytes; the form itself where it is not in the alphabet of bytes.
  /// - Returns: False in that case.
  fileprivate func append(_ written: Span<UInt8>, to bytes: inout [UInt8]) -> Bool {
    if spelling == .byteAlphabet && ByteAlphabet.decode(written, into: &bytes) { return true }
    for index in written.indices { bytes.append(written[index]) }
    return spelling != .byteAlphabet
  }
}

extension Vocabulary {
  /// The table of the merges that are listed as pairs of tokens.
  fileprivate func merges(
    of pairs: ByteStrings, _ definition: TokenizerDefinition
  ) throws(TokenizerError) -> MergeTable {
    var table = MergeTable(minimumCapacity: pairs.count / 2)
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: pairs.count, by: 2) {
      bytes.removeAll(keepingCapacity: true)
      _ = definition.append(pairs[index], to: &bytes)
      let length = bytes.count
      _ = definition.append(pairs[index + 1], to: &bytes)
      guard let left = find(bytes.span.extracting(..<length)),
        let right = find(bytes.span.extracting(length...)), let id = find(bytes.span)
      else {
        throw definition.error(
          "merge \(index / 2) is of \(quoted(pairs.text(of: index))) and "
            + "\(quoted(pairs.text(of: index + 1))): the vocabulary lacks one of them or the two "
            + "together")
      }
      table.insert(
        UInt32(left), UInt32(right), rank: UInt32(index / 2), id: UInt32(id))
    }
    return table
  }

  /// The table in which every two tokens whose bytes make a third merge by the third's rank.
  fileprivate func merges(by ranks: [UInt32?], ids: [Int]) -> MergeTable {
    var table = MergeTable(minimumCapacity: 2 * ids.count)
    for (place, id) in ids.enumerated() {
      guard let rank = ranks[place] else { continue }
      let token = Array(bytes(of: id))
      guard token.count > 1, find(token.span) == id else { continue }
      for length in 1..<token.count {
        if let left = find(token.span.extracting(..<length)),
          let right = find(token.span.extracting(length...))
        {
          table.insert(UInt32(left), UInt32(right), rank: rank, id: UInt32(id))
        }
      }
    }
    return table
  }

  fileprivate func symbols(_ definition: TokenizerDefinition) -> BytePairModel.Symbols {
    guard definition.spelling == .characters else {
      return .bytes((0...255).map { Int32(find([UInt8($0)].span) ?? -1) })
    }
    guard definition.fallsBackToBytes else { return .characters(byteIds: nil) }
    return .characters(
      byteIds: (0...255).map { Int32(find(byteToken(UInt8($0)).span) ?? -1) })
  }

  fileprivate func unknown(
    _ definition: TokenizerDefinition
  ) throws(TokenizerError) -> Int? {
    guard let text = definition.unknown else { return nil }
    if let id = find(Array(text.utf8).span) { return id }
    if let token = definition.addedTokens.first(where: { $0.content == text }) { return token.id }
    throw definition.error(
      "the token for unknown text is \(quoted(text)), and the vocabulary does not have it")
  }
}

/// The spelling of a byte in a vocabulary of characters, such as `<0x0A>`.
private func byteToken(_ byte: UInt8) -> [UInt8] {
  let digits = String(byte, radix: 16, uppercase: true)
  return Array("<0x\(byte < 16 ? "0" : "")\(digits)>".utf8)
}

/// Text as a message shows it: in quotes, on one line, not long.
func quoted(_ text: String) -> String {
  let shown = text.count > 40 ? text.prefix(40) + "…" : text[...]
  return shown.debugDescription
}
