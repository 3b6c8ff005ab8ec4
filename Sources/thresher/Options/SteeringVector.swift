import Analysis
import ArgumentParser
import Autoencoders
import Probes
import Tensors
import Transformers

/// A direction that is added to what a site holds: `SAE:456=8`, or `@probe.json=2`.
struct SteeringVector {
  private let site: String
  private let columns: [Int]?
  private let vector: Matrix

  /// Reads a direction, whose site the model must have.
  init(_ text: String, in configuration: TransformerConfiguration) throws {
    if text.hasPrefix("@") {
      (site, columns, vector) = try Self.ofProbe(text)
    } else {
      let feature = try SteeringFeature(text)
      let placed = try SiteAutoencoder(
        try SavedAutoencoder(at: feature.folder), in: configuration)
      (site, columns, vector) = try (placed.site.name, nil, feature.vector())
    }
    _ = try SitePattern(site).sites(of: configuration)
  }

  /// The difference of the means of a probe's active columns where its label holds and where not.
  private static func ofProbe(_ text: String) throws -> (String, [Int]?, Matrix) {
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
    return (probe.site, probe.active.map(\.index), Matrix(row: differences))
  }

  /// The intervention that adds it.
  func intervention(at positions: PositionSelection) -> Intervention {
    Intervention(site: site, positions: positions, columns: columns, edit: .add(vector))
  }
}
