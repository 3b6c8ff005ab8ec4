import Synchronization

/// The shards of a harvest, of which the latest used are kept open.
final class ShardCache: Sendable {
  /// How many are kept open; each costs a file descriptor and the columns that were read of it.
  private static let capacity = 8

  private let folder: String
  let manifest: Manifest
  private let open = Mutex<[(index: Int, shard: ShardReader)]>([])
  private let starts = Mutex<[Counted: [Int]]>([:])

  /// What is numbered throughout a harvest.
  enum Counted: Sendable {
    case rows, sequences, documents
  }

  init(folder: String, manifest: Manifest) {
    self.folder = folder
    self.manifest = manifest
  }

  var count: Int { manifest.shards.count }

  /// The shard of a number, opened unless it is.
  func shard(_ index: Int) throws(ActivationError) -> ShardReader {
    try open.withLock { (open) throws(ActivationError) in
      if let place = open.firstIndex(where: { $0.index == index }) {
        let entry = open.remove(at: place)
        open.append(entry)
        return entry.shard
      }
      let shard = try ShardReader(
        manifest.shards[index], folder: folder, manifest: manifest)
      if open.count == ShardCache.capacity { open.removeFirst() }
      open.append((index, shard))
      return shard
    }
  }

  /// The numbers at which the shards begin, and the count of all; shards are opened only for what
  /// the manifest does not say.
  func starts(of counted: Counted) throws(ActivationError) -> [Int] {
    try starts.withLock { (kept) throws(ActivationError) in
      if let values = kept[counted] { return values }
      var values = [0]
      for index in 0..<count { values.append(values[index] + (try size(of: counted, in: index))) }
      kept[counted] = values
      return values
    }
  }

  /// The numbers of a shard's own.
  func numbers(of counted: Counted, in index: Int) throws(ActivationError) -> Range<Int> {
    let starts = try starts(of: counted)
    return starts[index]..<starts[index + 1]
  }

  private func size(of counted: Counted, in index: Int) throws(ActivationError) -> Int {
    switch counted {
    case .rows:
      if let rows = manifest.shards[index].rows { return rows }
      return try shard(index).rowCount()
    case .sequences:
      if let sequences = manifest.shards[index].sequences { return sequences }
      return try shard(index).sequenceCount()
    case .documents:
      return try shard(index).documents().count
    }
  }

  /// Splits a range of global numbers at the shards' bounds.
  func pieces(
    of range: Range<Int>, counted: Counted
  ) throws(ActivationError) -> [(shard: Int, local: Range<Int>)] {
    let starts = try starts(of: counted)
    precondition(
      range.lowerBound >= 0 && range.upperBound <= starts[count],
      "HarvestFolder: \(counted) \(range) of \(starts[count])")
    guard !range.isEmpty else { return [] }
    var pieces: [(shard: Int, local: Range<Int>)] = []
    var next = range.lowerBound
    var index = shardIndex(holding: next, starts: starts)
    while next < range.upperBound {
      let end = min(range.upperBound, starts[index + 1])
      if next < end { pieces.append((index, next - starts[index]..<end - starts[index])) }
      next = end
      index += 1
    }
    return pieces
  }
}

/// The last shard that begins at or before a number: binary search, past shards that are empty.
func shardIndex(holding number: Int, starts: [Int]) -> Int {
  var (low, high) = (0, starts.count - 1)
  while low + 1 < high {
    let middle = (low + high) / 2
    if starts[middle] <= number { low = middle } else { high = middle }
  }
  return low
}
