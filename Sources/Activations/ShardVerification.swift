import Tensors

/// A check of one shard, which goes on after a problem to find the others.
struct ShardVerification {
  private(set) var problems: [String] = []

  /// How many rows were found.
  private(set) var rows = 0

  /// Checks the file's digest, then, if that is right or unknown, all that the shard holds.
  ///
  /// HDF5 is not safe from every damage, so a file that is known to be damaged isn't opened.
  init(
    path: String, sha256: String?, sites: [String], labels: [String], vocabularySize: Int?,
    opening open: () throws(ActivationError) -> ShardReader
  ) {
    attempt { (check) throws(ActivationError) in
      try check.checkDigest(sha256, path: path)
      guard check.problems.isEmpty else { return }
      let shard = try open()
      for site in sites {
        check.attempt { (check) throws(ActivationError) in try check.checkSite(site, of: shard) }
      }
      check.attempt { (check) throws(ActivationError) in
        try check.checkRows(of: shard, vocabularySize: vocabularySize)
      }
      check.attempt { (check) throws(ActivationError) in try check.checkDocuments(of: shard) }
      for label in labels {
        check.attempt { (_) throws(ActivationError) in _ = try shard.labels(named: label) }
      }
    }
  }

  /// Takes note of a check that throws.
  private mutating func attempt(
    _ check: (inout ShardVerification) throws(ActivationError) -> Void
  ) {
    do {
      try check(&self)
    } catch {
      problems.append(error.place.map { "\($0): \(error.message)" } ?? error.message)
    }
  }

  private mutating func checkDigest(
    _ expected: String?, path: String
  ) throws(ActivationError) {
    guard let expected else { return }
    let found = try sha256(ofFile: path)
    if found != expected { problems.append("expected SHA-256 \(expected), found \(found)") }
  }

  private mutating func checkSite(
    _ name: String, of shard: ShardReader
  ) throws(ActivationError) {
    let site = try shard.site(name)
    rows = max(rows, site.rowCount)
    let blockRows = max(1, (1 << 20) / site.width)
    var faulty = 0
    for start in stride(from: 0, to: site.rowCount, by: blockRows) {
      let range = start..<min(start + blockRows, site.rowCount)
      var block = Matrix(rows: range.count, columns: site.width)
      var values = block.mutableSpan
      try site.read(rows: range, into: &values)
      faulty += nonFiniteCount(block.span)
    }
    if faulty > 0 {
      problems.append("\(ShardLayout.activations(of: name)): \(faulty) values are not finite")
    }
  }

  /// Checks that tokens are tokens, and that rows point to them.
  private mutating func checkRows(
    of shard: ShardReader, vocabularySize: Int?
  ) throws(ActivationError) {
    guard try shard.contains(all: [ShardLayout.tokens]) else { return }
    let lengths = try tokenCounts(of: shard, vocabularySize: vocabularySize)
    let needed = [ShardLayout.rowSequences, ShardLayout.rowPositions]
    guard try shard.contains(all: needed) else { return }
    let count = try shard.rowCount()
    let sequences = try shard.column(ShardLayout.rowSequences, count: count)
    let positions = try shard.column(ShardLayout.rowPositions, count: count)
    let stray = zip(sequences, positions).count { sequence, position in
      !lengths.indices.contains(sequence) || !(0..<lengths[sequence]).contains(position)
    }
    if stray > 0 { problems.append("/rows: \(stray) rows point past the end of a sequence") }
  }

  /// The sequences' lengths; takes note of numbers that are no tokens.
  private mutating func tokenCounts(
    of shard: ShardReader, vocabularySize: Int?
  ) throws(ActivationError) -> [Int] {
    var lengths: [Int] = []
    var faulty = 0
    let count = try shard.sequenceCount()
    for start in stride(from: 0, to: count, by: 1024) {
      for padded in try shard.paddedTokens(ofSequences: start..<min(start + 1024, count)) {
        let tokens = padded.prefix { $0 != ShardLayout.padding }
        lengths.append(tokens.count)
        let isFaulty =
          padded.dropFirst(tokens.count).contains { $0 != ShardLayout.padding }
          || tokens.contains { $0 < 0 || $0 >= vocabularySize ?? Int.max }
        faulty += isFaulty ? 1 : 0
      }
    }
    if faulty > 0 {
      problems.append("\(ShardLayout.tokens): \(faulty) sequences hold numbers that are no tokens")
    }
    return lengths
  }

  private mutating func checkDocuments(of shard: ShardReader) throws(ActivationError) {
    let needed = [ShardLayout.sequenceDocuments, ShardLayout.documentIDs]
    guard try shard.contains(all: needed) else { return }
    let documents = try shard.documents()
    let stray = try shard.column(ShardLayout.sequenceDocuments)
      .count { !documents.indices.contains($0) }
    if stray > 0 {
      problems.append("\(needed[0]): \(stray) sequences belong to documents that are not there")
    }
  }
}

/// How many values are infinite or no numbers: those whose exponent's bits are all set.
private func nonFiniteCount(_ values: Span<Float>) -> Int {
  var count: UInt32 = 0
  for index in values.indices {
    count &+= values[index].bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0
  }
  return Int(count)
}
