import Activations

/// The labelled rows of a harvest, parted by document.
struct LabelledSplit {
  /// One part.
  struct Part {
    var rows: [Int] = []
    var labels: [Bool] = []
  }

  private(set) var train = Part()
  private(set) var test = Part()

  /// Parts the rows that have a label, so that no document has rows in both parts.
  init(of harvest: HarvestFolder, labels: [Float], testFraction: Double) throws {
    let testRows = try harvest.rows(ofDocumentsIn: 1 - testFraction..<1)
    for (row, label) in labels.enumerated() where !label.isNaN {
      if testRows.contains(row) {
        test.rows.append(row)
        test.labels.append(label > 0)
      } else {
        train.rows.append(row)
        train.labels.append(label > 0)
      }
    }
    guard !train.rows.isEmpty && !test.rows.isEmpty else {
      throw CommandError(
        """
        \(harvest.path): no document falls into the \(test.rows.isEmpty ? "test" : "training") \
        part; harvest more documents, or choose another --test-fraction
        """)
    }
  }
}
