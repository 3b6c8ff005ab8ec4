import Synchronization
import Tensors

/// A shard, open for reading; each part of it is opened when it is first asked for.
final class ShardReader: Sendable {
  let path: String
  private let summary: ShardSummary
  private let manifest: Manifest
  private let file: HDF5File
  private let sites = Mutex<[String: SiteReader]>([:])
  private let columns = Mutex<[String: [Int]]>([:])
  private let tokenRows = Mutex<TokenReader?>(nil)
  private let documentList = Mutex<[HarvestDocument]?>(nil)

  /// Opens a shard.
  init(_ summary: ShardSummary, folder: String, manifest: Manifest) throws(ActivationError) {
    path = folder + "/" + summary.file
    self.summary = summary
    self.manifest = manifest
    file = try HDF5File(reading: path)
  }

  /// The activations of a site, whose shape and type must be the manifest's.
  func site(_ name: String) throws(ActivationError) -> SiteReader {
    try sites.withLock { (open) throws(ActivationError) in
      if let reader = open[name] { return reader }
      let reader = try SiteReader(name, in: file)
      try check(reader, name: name)
      open[name] = reader
      return reader
    }
  }

  /// The moments of a site's rows; nil when the shard doesn't hold them.
  func moments(of name: String) throws(ActivationError) -> SiteMoments? {
    let site = try site(name)
    return try ShardStatistics.read(
      of: name, rows: site.rowCount, width: site.width, from: file)
  }

  private func check(_ reader: SiteReader, name: String) throws(ActivationError) {
    let site = manifest.sites.first { $0.name == name }
    let place = ShardLayout.activations(of: name)
    let (rows, width) = (summary.rows ?? reader.rowCount, site?.width ?? reader.width)
    guard rows == reader.rowCount && width == reader.width else {
      throw wrongShape(
        "[\(rows), \(width)]", "[\(reader.rowCount), \(reader.width)]", of: place)
    }
    guard site?.dtype == nil || site?.dtype == reader.format else {
      throw ActivationError(
        code: .wrongType,
        message: """
          expected \(site?.dtype?.rawValue ?? "any format"), found \
          \(reader.format?.rawValue ?? "another type of number")
          """,
        path: path, place: place)
    }
  }

  /// How many rows: what the manifest says, or else what the first dataset of rows has.
  func rowCount() throws(ActivationError) -> Int {
    if let rows = summary.rows { return rows }
    if try file.contains(ShardLayout.rowSequences) {
      return try HDF5Dataset(reading: ShardLayout.rowSequences, in: file).shape[0]
    }
    for site in manifest.sites
    where try file.contains(ShardLayout.activations(of: site.name)) {
      return try self.site(site.name).rowCount
    }
    throw ActivationError(
      code: .missing, message: "expected the activations of a site, found none", path: path)
  }

  /// How many sequences: what the manifest says, or else what `/tokens` has.
  func sequenceCount() throws(ActivationError) -> Int {
    if let sequences = summary.sequences { return sequences }
    return try HDF5Dataset(reading: ShardLayout.tokens, in: file).shape[0]
  }

  /// The numbers of a dataset of one axis, which are kept from then on.
  ///
  /// - Parameters:
  ///   - name: The dataset.
  ///   - count: How many there must be; nil for any number.
  /// - Returns: The numbers.
  /// - Throws: `ActivationError` when there is no such dataset or it has another shape.
  func column(_ name: String, count: Int? = nil) throws(ActivationError) -> [Int] {
    let values = try columns.withLock { (kept) throws(ActivationError) in
      if let values = kept[name] { return values }
      let dataset = try HDF5Dataset(reading: name, in: file)
      guard dataset.shape.count == 1 else {
        throw wrongShape("a column", "\(dataset.shape)", of: name)
      }
      let values = try dataset.integers(rows: 0..<dataset.shape[0], as: Int64.self).map { Int($0) }
      kept[name] = values
      return values
    }
    guard let count, values.count != count else { return values }
    throw wrongShape("[\(count)]", "[\(values.count)]", of: name)
  }

  /// A label of every row.
  func labels(named name: String) throws(ActivationError) -> [Float] {
    let place = ShardLayout.labels(named: name)
    let dataset = try HDF5Dataset(reading: place, in: file)
    let count = try rowCount()
    guard dataset.shape == [count] else {
      throw wrongShape("[\(count)]", "\(dataset.shape)", of: place)
    }
    return try dataset.floats(rows: 0..<count)
  }

  private func wrongShape(
    _ expected: String, _ found: String, of name: String
  ) -> ActivationError {
    ActivationError(
      code: .wrongShape, message: "expected \(expected), found \(found)", path: path, place: name)
  }

  /// The tokens of some sequences, each with its padding.
  func paddedTokens(ofSequences range: Range<Int>) throws(ActivationError) -> [[Int]] {
    try tokenRows.withLock { (open) throws(ActivationError) in
      let reader: TokenReader
      if let opened = open {
        reader = opened
      } else {
        reader = try TokenReader(
          in: file, sequences: summary.sequences, contextSize: manifest.contextSize)
        open = reader
      }
      return try reader.paddedTokens(ofSequences: range)
    }
  }

  /// Every document of the shard.
  ///
  /// Titles and offsets that are missing are empty and zero; ids must be there.
  func documents() throws(ActivationError) -> [HarvestDocument] {
    try documentList.withLock { (kept) throws(ActivationError) in
      if let documents = kept { return documents }
      let ids = try HDF5Dataset(reading: ShardLayout.documentIDs, in: file).strings()
      var titles = [String](repeating: "", count: ids.count)
      if try file.contains(ShardLayout.documentTitles) {
        titles = try HDF5Dataset(reading: ShardLayout.documentTitles, in: file).strings()
      }
      guard titles.count == ids.count else {
        throw wrongShape("[\(ids.count)]", "[\(titles.count)]", of: ShardLayout.documentTitles)
      }
      var offsets = [Int](repeating: 0, count: ids.count)
      if try file.contains(ShardLayout.documentOffsets) {
        offsets = try column(ShardLayout.documentOffsets, count: ids.count)
      }
      var places = [Int](repeating: 0, count: ids.count)
      if try file.contains(ShardLayout.documentIndices) {
        places = try column(ShardLayout.documentIndices, count: ids.count)
      }
      let documents = ids.indices.map {
        HarvestDocument(
          id: ids[$0], title: titles[$0], offset: offsets[$0], index: places[$0])
      }
      kept = documents
      return documents
    }
  }

  /// Whether the shard has all of some datasets.
  func contains(all names: [String]) throws(ActivationError) -> Bool {
    for name in names where try !file.contains(name) { return false }
    return true
  }

  /// How many bytes the file takes.
  var byteCount: Int { file.byteCount }
}
