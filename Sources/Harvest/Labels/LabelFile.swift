import Foundation

/// A column of labels that a user brings: what `--labels FILE` reads.
public enum LabelFile {
  /// Reads the label of every row from a file.
  ///
  /// The file has one number a line, for the rows in order; or a heading `row,label` and a line
  /// for each row that has a label, in any order. Rows that it doesn't name have none (NaN).
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - rowCount: How many rows the harvest has.
  /// - Returns: One number a row.
  /// - Throws: `HarvestError` with code `.badLabels`, which names the line.
  public static func read(_ path: String, rowCount: Int) throws(HarvestError) -> [Float] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw HarvestError(
        code: .badLabels, message: "cannot read it: expected a file of labels", path: path)
    }
    let text = String(decoding: data, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.first?.contains(",") == true else {
      return try plainColumn(lines, path: path, rowCount: rowCount)
    }
    return try namedRows(lines, path: path, rowCount: rowCount)
  }

  private static func plainColumn(
    _ lines: [Substring], path: String, rowCount: Int
  ) throws(HarvestError) -> [Float] {
    guard lines.count == rowCount else {
      throw HarvestError(
        code: .badLabels,
        message: "\(lines.count) labels for the \(rowCount) rows of the harvest", path: path)
    }
    var labels: [Float] = []
    for (index, line) in lines.enumerated() {
      labels.append(try number(line, line: index + 1, path: path))
    }
    return labels
  }

  private static func namedRows(
    _ lines: [Substring], path: String, rowCount: Int
  ) throws(HarvestError) -> [Float] {
    var labels = [Float](repeating: .nan, count: rowCount)
    let hasHeading = lines.first.map { $0.lowercased().hasPrefix("row") } ?? false
    for (index, line) in lines.enumerated().dropFirst(hasHeading ? 1 : 0) {
      let words = line.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
      guard words.count == 2, let row = Int(words[0]), labels.indices.contains(row) else {
        throw HarvestError(
          code: .badLabels,
          message: "line \(index + 1): expected ROW,LABEL with a row from 0 to \(rowCount - 1)",
          path: path)
      }
      labels[row] = try number(words[1][...], line: index + 1, path: path)
    }
    return labels
  }

  private static func number(
    _ word: Substring, line: Int, path: String
  ) throws(HarvestError) -> Float {
    guard let value = Float(word.filter { !$0.isWhitespace }) else {
      throw HarvestError(
        code: .badLabels, message: "line \(line): '\(word)' is no number", path: path)
    }
    return value
  }
}
