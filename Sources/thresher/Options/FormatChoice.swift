import Activations
import ArgumentParser
import Foundation
import Transformers

/// How the sites of a name or glob are stored: what one `--dtype` says.
struct FormatChoice {
  /// The sites' names, as a glob.
  let pattern: String

  /// How they are stored.
  let format: RowFormat

  /// Reads `FORMAT`, for all sites, or `SITE=FORMAT`.
  init(_ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard let word = parts.last, let format = RowFormat(rawValue: word) else {
      let names = RowFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--dtype \(text): expected \(names), or SITE=FORMAT")
    }
    pattern = parts.count > 1 ? parts[0] : "*"
    self.format = format
  }

  /// Whether a site is among them.
  func holds(_ site: Site) -> Bool { fnmatch(pattern, site.name, 0) == 0 }
}
