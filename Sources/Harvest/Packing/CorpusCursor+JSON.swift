import Corpora
import Foundation

extension CorpusCursor {
  /// The place as a manifest keeps it.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Reads a place that `json()` wrote.
  init(json: String, path: String) throws(HarvestError) {
    do {
      self = try JSONDecoder().decode(CorpusCursor.self, from: Data(json.utf8))
    } catch {
      throw HarvestError(
        code: .otherSettings,
        message: "expected a place in a corpus, found '\(json)'; choose another --output",
        path: path)
    }
  }
}
