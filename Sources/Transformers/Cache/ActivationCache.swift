public import Tensors

/// The activations that a run recorded, by site.
public struct ActivationCache: Sendable {
  /// How the sequences lie in the rows of every activation.
  public let batch: Batch

  private var rowsBySite: [String: Matrix] = [:]
  private var squaresBySite: [String: [Tensor]] = [:]

  init(batch: Batch) { self.batch = batch }

  /// The names of the sites recorded, in alphabetical order.
  public var siteNames: [String] { (Array(rowsBySite.keys) + Array(squaresBySite.keys)).sorted() }

  /// A site's activations, a row for each position of each sequence in turn; nil if not recorded.
  ///
  /// Shape `[row, width]`: heads lie side by side.
  public subscript(site: String) -> Matrix? { rowsBySite[site] }

  /// The scores or pattern of one sequence, shape `[head, query, key]`; nil if not recorded.
  public func square(_ site: String, sequence: Int) -> Tensor? { squaresBySite[site]?[sequence] }

  mutating func record(_ rows: Matrix, at site: String) { rowsBySite[site] = rows }

  mutating func record(_ squares: [Tensor], at site: String) { squaresBySite[site] = squares }
}
