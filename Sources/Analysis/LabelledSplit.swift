public import Activations
import Probes

/// The labelled rows of a harvest, parted into those to fit to and those to score on.
public struct LabelledSplit: Sendable {
  /// How rows are parted.
  public enum Kind: Equatable, Sendable {
    /// By the documents' ids: no document has rows in both parts.
    case document

    /// Row by row, as scikit-learn's `train_test_split(random_state=…)` has it.
    case row(randomState: UInt32)
  }

  /// One part.
  public struct Part: Sendable {
    /// The rows' numbers in the harvest, in order.
    public var rows: [Int] = []

    /// Whether each row is in the label's positive class.
    public var labels: [Bool] = []

    /// The document of each row; nil where the harvest doesn't say.
    public var documents: [Int]?
  }

  /// How rows were parted.
  public let kind: Kind

  /// The rows to fit to.
  public let train: Part

  /// The rows to score on.
  public let test: Part

  /// Parts the rows that have a label.
  ///
  /// - Parameters:
  ///   - harvest: The harvest.
  ///   - labels: A number for each row, NaN where it has none; above 0 is the positive class.
  ///   - testFraction: The share to score on.
  ///   - kind: How rows are parted.
  /// - Throws: `AnalysisError` with code `.wrongShape` for labels of another count, and `.oneClass`
  ///   where no document falls into a part; what reading the harvest throws.
  public init(
    of harvest: HarvestFolder, labels: [Float], testFraction: Double, kind: Kind = .document
  ) throws {
    guard labels.count == harvest.rowCount else {
      throw AnalysisError(
        code: .wrongShape,
        message: "\(labels.count) labels for the \(harvest.rowCount) rows of the harvest",
        path: harvest.path)
    }
    let labelled = labels.indices.filter { !labels[$0].isNaN }
    let split: RowSplit
    switch kind {
    case .document:
      let testRows = try harvest.rows(ofDocumentsIn: 1 - testFraction..<1)
      split = RowSplit(
        train: labelled.filter { !testRows.contains($0) },
        test: labelled.filter { testRows.contains($0) })
    case .row(let randomState):
      split = .byRow(labelled, testFraction: testFraction, randomState: randomState)
    }
    guard !split.train.isEmpty && !split.test.isEmpty else {
      throw AnalysisError(
        code: .oneClass,
        message: """
          no document falls into the \(split.test.isEmpty ? "test" : "training") part; harvest \
          more documents, or choose another --test-fraction
          """, path: harvest.path)
    }
    self.kind = kind
    // Both parts in one count, so that a document has one number.
    let documents = try harvest.documents(ofRows: labelled)
    let numbers = documents.map { Dictionary(zip(labelled, $0)) { number, _ in number } }
    func part(_ rows: [Int]) -> Part {
      Part(
        rows: rows, labels: rows.map { labels[$0] > 0 },
        documents: numbers.map { numbers in rows.map { numbers[$0] ?? 0 } })
    }
    train = part(split.train)
    test = part(split.test)
  }
}
