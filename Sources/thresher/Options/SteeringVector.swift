import Analysis
import ArgumentParser
import Probes
import Tensors
import Transformers

/// A probe's direction that is added to what its site holds: `@probe.json=2`.
///
/// It is the difference of the means of the probe's active columns where its label holds and where not.
struct SteeringVector {
  private let site: String
  private let columns: [Int]
  private let vector: Matrix

  /// Reads a direction, whose site the model must have.
  init(_ text: String, in configuration: TransformerConfiguration) throws {
    let parts = text.dropFirst().split(separator: "=", maxSplits: 1).map(String.init)
    guard let path = parts.first, let strength = Float(parts.dropFirst().first ?? "1") else {
      throw ValidationError("--steer \(text): expected @PROBE or @PROBE=STRENGTH")
    }
    let probe = try Probe(path: path)
    guard !probe.active.isEmpty else {
      throw ValidationError("\(path): the probe has no active columns to steer by")
    }
    let differences = try probe.active.map { entry in
      guard let positive = entry.meanPositive, let negative = entry.meanNegative else {
        throw ValidationError("\(path): has no means of its neurons; train it again")
      }
      return strength * Float(positive - negative)
    }
    (site, columns, vector) = (probe.site, probe.active.map(\.index), Matrix(row: differences))
    _ = try SitePattern(site).sites(of: configuration)
  }

  /// The intervention that adds it.
  func intervention(at positions: PositionSelection) -> Intervention {
    Intervention(site: site, positions: positions, columns: columns, edit: .add(vector))
  }
}
