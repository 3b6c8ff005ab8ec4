/// How each column of a site differs between the two classes of a label.
struct SiteContrasts: Sendable {
  let site: String
  let positives: Int
  let negatives: Int
  let unlabelled: Int
  let isGraded: Bool
  let contrasts: [ClassContrast]
  let separabilities: [ColumnSeparability]

  /// Reads all rows, once where the values fit into `byteLimit`, else once more for each share of the
  /// columns that does.
  init(of rows: some LabelledRows, label: String, batchRows: Int, byteLimit: Int) throws {
    var census = LabelCensus()
    var moments = ClassMoments(width: rows.width)
    var values = ValueCollection(columns: 0..<rows.width, byteLimit: byteLimit)
    try rows.forEachBatch(rows: batchRows) { range, batch in
      try batch.requireLabels(range, site: rows.site)
      let classes = batch.labels.map(LabelClass.init)
      census.add(batch.labels)
      moments.add(batch.activations, classes: classes)
      values.add(batch.activations, classes: classes)
    }
    try census.requireBothClasses(of: label, site: rows.site)
    site = rows.site
    (positives, negatives) = (census.positives, census.negatives)
    (unlabelled, isGraded) = (census.unlabelled, census.isGraded)
    contrasts = (0..<rows.width).map(moments.contrast)
    separabilities = try completed(values.separabilities, of: rows, batchRows, byteLimit)
  }
}

/// What all columns tell, those that are missing from passes of their own.
private func completed(
  _ found: [ColumnSeparability], of rows: some LabelledRows, _ batchRows: Int, _ byteLimit: Int
) throws -> [ColumnSeparability] {
  var result = found
  while result.count < rows.width {
    var values = ValueCollection(columns: result.count..<rows.width, byteLimit: byteLimit)
    try rows.forEachBatch(rows: batchRows) { _, batch in
      values.add(batch.activations, classes: batch.labels.map(LabelClass.init))
    }
    result += values.separabilities
  }
  return result
}
