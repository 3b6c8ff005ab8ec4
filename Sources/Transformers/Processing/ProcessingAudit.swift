import Tensors

/// How far a processed model's activations and predictions are from those of the model as it was.
public struct ProcessingAudit: Sendable {
  /// How far one site's activations are apart.
  public struct SiteDifference: Sendable, Equatable {
    /// The site's full name.
    public let site: String
    /// The largest difference of an element.
    public let difference: Float
    /// The largest magnitude of an element before processing.
    public let magnitude: Float
  }

  /// Every site, in the order of the forward pass.
  public let sites: [SiteDifference]

  /// The largest difference of a logit.
  public let logits: Float

  /// The largest difference of a logarithm of a probability, which processing must not change.
  public let logProbabilities: Float
}

extension Transformer {
  /// Runs this model as it is and processed, and compares every site and the predictions.
  ///
  /// Sequences are read one at a time, so that one's activations are held at once.
  ///
  /// - Parameters:
  ///   - processing: The steps to take.
  ///   - sequences: What to read.
  /// - Returns: The largest differences over all sequences.
  /// - Throws: `TransformerError` as `processed(by:)` and a run do.
  public func audit(
    _ processing: Processing, on sequences: [[Int]]
  ) throws(TransformerError) -> ProcessingAudit {
    let processed = try processed(by: processing)
    let sites = configuration.sites
    var largest = [LargestDifference](repeating: LargestDifference(), count: sites.count)
    var (logits, logProbabilities) = (LargestDifference(), LargestDifference())
    for sequence in sequences {
      let run = Run([sequence], sites: Set(sites.map(\.name)), logits: .all)
      let (raw, other) = (try self(run), try processed(run))
      for (index, site) in sites.enumerated() {
        largest[index].include(raw.cache.elements(of: site), other.cache.elements(of: site))
      }
      logits.include(raw.logits.elements, other.logits.elements)
      logProbabilities.include(
        logSoftmax(raw.logits).elements, logSoftmax(other.logits).elements)
    }
    return ProcessingAudit(
      sites: zip(sites, largest).map { site, largest in
        ProcessingAudit.SiteDifference(
          site: site.name, difference: largest.difference, magnitude: largest.magnitude)
      },
      logits: logits.difference, logProbabilities: logProbabilities.difference)
  }
}

/// The largest difference met so far, and the largest magnitude; what is −∞ in both is passed over.
private struct LargestDifference {
  var difference: Float = 0
  var magnitude: Float = 0

  mutating func include(_ a: [Float], _ b: [Float]) {
    for (x, y) in zip(a, b) where !(x == y && x.isInfinite) {
      let difference = abs(x - y)
      self.difference = difference.isNaN ? .infinity : max(self.difference, difference)
      magnitude = max(magnitude, abs(x))
    }
  }
}

extension ActivationCache {
  fileprivate func elements(of site: Site) -> [Float] {
    guard site.hasRows else { return square(site.name, sequence: 0)?.elements ?? [] }
    return self[site.name]?.elements ?? []
  }
}

/// The logarithms of the softmax of every row.
private func logSoftmax(_ logits: Matrix) -> Matrix {
  var result = logits
  result.forEachRow { _, row in
    let total = Float(logSumExp(row.span))
    for i in row.indices { row[i] -= total }
  }
  return result
}
