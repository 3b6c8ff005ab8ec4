import JSONText

/// Reads a file that is one JSON value.
///
/// - Parameters:
///   - path: The file.
///   - read: Reads the value.
/// - Throws: `TokenizerError` with the file and place that cannot be read.
func readJSONFile(
  _ path: String, _ read: (inout JSONReader) throws(JSONError) -> Void
) throws(TokenizerError) {
  let contents = try fileContents(path)
  do throws(JSONError) {
    var reader = try JSONReader(contents.span, path: path)
    try read(&reader)
    try reader.finish()
  } catch {
    throw TokenizerError(error)
  }
}
