public import Analysis

extension UnitTable {
  /// Makes a table of a probe of several classes: a row a class.
  ///
  /// - Parameter result: The probe and its scores on held-out rows.
  public init(_ result: MultinomialResult) {
    func column(_ title: String, _ value: (MultinomialResult.Class) -> Double) -> Column {
      Column(title: title, values: result.classes.map { Figure(value($0)) })
    }
    self.init(
      title: result.site, unit: "class", names: result.classes.map(\.name),
      columns: [
        column("rows") { Double($0.rows) }, column("active") { Double($0.active.count) },
        column("precision", \.precision), column("recall", \.recall), column("F1", \.f1),
      ])
  }
}
