import Activations
import ArgumentParser
import Foundation

extension HarvestFolder {
  /// The sites that names or globs choose, each once; all where none is given.
  func sites(matching patterns: [String]) throws -> [String] {
    guard !patterns.isEmpty else { return siteNames }
    var chosen: [String] = []
    for pattern in patterns {
      let matches = siteNames.filter { fnmatch(pattern, $0, 0) == 0 }
      guard !matches.isEmpty else {
        throw ValidationError(
          "--site \(pattern): the harvest has \(siteNames.joined(separator: ", "))")
      }
      chosen += matches.filter { !chosen.contains($0) }
    }
    return chosen
  }

  /// The one site that names or globs choose, or that there is.
  func site(matching patterns: [String]) throws -> String {
    let sites = try sites(matching: patterns)
    guard sites.count == 1 else {
      throw ValidationError("expected one --site of \(siteNames.joined(separator: ", "))")
    }
    return sites[0]
  }
}
