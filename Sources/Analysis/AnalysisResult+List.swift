public import Foundation

extension AnalysisResult {
  /// Reads the results in a JSON file: one object, or an array of them.
  ///
  /// - Parameters:
  ///   - json: The file's bytes.
  ///   - path: The file, to be named in an error.
  /// - Returns: The results, in the file's order.
  /// - Throws: `AnalysisError` with code `.unreadableResult`, which says what is wrong and where.
  public static func list(json: Data, path: String) throws(AnalysisError) -> [AnalysisResult] {
    let first = json.first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    guard first == UInt8(ascii: "[") else { return [try AnalysisResult(json: json, path: path)] }
    do {
      return try JSONDecoder().decode([AnalysisResult].self, from: json)
    } catch {
      throw AnalysisError(
        code: .unreadableResult, message: "expected an array of results: \(error)", path: path)
    }
  }
}
