import Foundation

extension Tokenizer {
  /// Copies the files that make up a tokenizer from one folder to another, which is made where it is
  /// missing.
  ///
  /// - Parameters:
  ///   - source: A folder with `tokenizer.json`, or `vocab.json` and `merges.txt`.
  ///   - target: Where the copies go; files of the same names are replaced.
  /// - Throws: `TokenizerError` with code `.unreadable`.
  public static func copyFiles(from source: String, to target: String) throws(TokenizerError) {
    let names = [
      "tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json",
      "special_tokens_map.json",
    ]
    _ = try Tokenizer(folder: source)
    do {
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
      for name in names {
        guard let data = FileManager.default.contents(atPath: "\(source)/\(name)") else { continue }
        try data.write(to: URL(filePath: "\(target)/\(name)"), options: .atomic)
      }
    } catch {
      throw TokenizerError(
        code: .unreadable, message: "cannot copy a tokenizer: \(error.localizedDescription)",
        path: target)
    }
  }
}
