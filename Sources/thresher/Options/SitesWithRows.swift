import ArgumentParser
import Transformers

extension SitePattern {
  /// The sites that patterns name, each of which must have a row of fixed width at every position.
  static func sitesWithRows(
    matching patterns: [String], of configuration: TransformerConfiguration
  ) throws -> [Site] {
    let sites = try Self.sites(matching: patterns, of: configuration)
    if let square = sites.first(where: { !$0.hasRows }) {
      throw ValidationError("--site \(square.name): has no row of fixed width at each position")
    }
    return sites
  }
}
