import Tensors

/// Rows that belong together, such as those of a document.
struct RowGroups: Sendable {
  /// The group of each row.
  let groups: [Int]

  /// How many groups.
  let count: Int

  /// Numbers the documents of rows; rows of a single document, or of none, each make a group.
  init(_ documents: [Int]?, rowCount: Int) {
    precondition(documents.map { $0.count == rowCount } ?? true, "documents of other rows")
    var numbers: [Int: Int] = [:]
    let found = documents?.map { document in
      if let number = numbers[document] { return number }
      let number = numbers.count
      numbers[document] = number
      return number
    }
    if let found, numbers.count > 1 {
      (groups, count) = (found, numbers.count)
    } else {
      (groups, count) = (Array(0..<rowCount), rowCount)
    }
  }

  /// How often each row comes in a draw of as many groups as there are, with replacement.
  func resampled(_ random: inout SplittableRandom) -> [Double] {
    var counts = [Double](repeating: 0, count: count)
    for _ in 0..<count { counts[Int.random(in: 0..<count, using: &random)] += 1 }
    return groups.map { counts[$0] }
  }

  /// The fold of each row, of `foldCount`: groups in random order, dealt out in turn.
  func folds(_ foldCount: Int, random: inout SplittableRandom) -> [Int] {
    let order = Array(0..<count).shuffled(using: &random)
    var fold = [Int](repeating: 0, count: count)
    for (place, group) in order.enumerated() { fold[group] = place % foldCount }
    return groups.map { fold[$0] }
  }
}
