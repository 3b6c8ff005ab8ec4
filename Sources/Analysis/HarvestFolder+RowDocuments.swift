import Activations

extension HarvestFolder {
  /// The document of some rows, numbered by its id: one that lies in two shards is one.
  ///
  /// - Parameter rows: The rows' numbers, in order.
  /// - Returns: A number for each row; nil where the harvest doesn't say.
  /// - Throws: `ActivationError` when the harvest cannot be read.
  func documents(ofRows rows: [Int]) throws -> [Int]? {
    var numbers: [String: Int] = [:]
    var known: [Int: Int] = [:]
    var result: [Int] = []
    let block = 1 << 16
    for start in stride(from: 0, to: rows.count, by: block) {
      let part = rows[start..<min(start + block, rows.count)]
      guard let first = part.first, let last = part.last else { continue }
      let places = try positions(first..<last + 1)
      for row in part {
        guard let document = places[row - first].document else { return nil }
        if known[document] == nil {
          let id = try self.document(document).id
          numbers[id] = numbers[id] ?? numbers.count
          known[document] = numbers[id]
        }
        result.append(known[document] ?? document)
      }
    }
    return result
  }
}
