public import Tensors
public import Transformers

/// Numbers that are put in place of what a model computes at a site.
public struct Edit: Sendable {
  /// Where: a site with a row for each position.
  public var site: Site

  /// At which positions of the sequence.
  public var positions: [Int]

  /// In which columns, such as those of one head; nil for all.
  public var columns: [Int]?

  /// What is put there, shape `[position, column]`.
  public var values: Matrix

  /// Makes an edit.
  public init(site: Site, positions: [Int], columns: [Int]? = nil, values: Matrix) {
    precondition(
      site.hasRows && values.rows == positions.count
        && values.columns == columns?.count ?? site.width,
      """
      Edit of \(site.name): [\(values.rows), \(values.columns)] at \(positions.count) positions \
      of \(columns?.count ?? site.width) columns
      """)
    self.site = site
    self.positions = positions
    self.columns = columns
    self.values = values
  }

  /// Puts the values into rows of the site's activations.
  ///
  /// - Parameters:
  ///   - x: Activations, shape `[row, width]`.
  ///   - row: The row of a position.
  func apply(to x: inout Matrix, row: (Int) -> Int) {
    for (index, position) in positions.enumerated() {
      var target = x[mutableRow: row(position)]
      let source = values[row: index]
      if let columns {
        for (place, column) in columns.enumerated() { target[column] = source[place] }
      } else {
        for column in source.indices { target[column] = source[column] }
      }
    }
  }
}

/// A sequence of a baseline as it would have gone, had a site or several held other numbers.
public struct Counterfactual: Sendable {
  /// Which of the baseline's sequences.
  public var sequence: Int

  /// What is changed.
  public var edits: [Edit]

  /// Makes a counterfactual.
  public init(sequence: Int = 0, edits: [Edit]) {
    self.sequence = sequence
    self.edits = edits
  }
}
