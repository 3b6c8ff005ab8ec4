import ArgumentParser

/// A feature of an autoencoder and a number, as options name them: `SAE:456=8`.
struct FeatureValue {
  /// The autoencoder's folder.
  let folder: String

  /// The feature's number.
  let index: Int

  /// What stands behind the `=`.
  let value: Float

  /// Reads `FOLDER:FEATURE=VALUE`.
  init(_ text: String) throws {
    let sides = text.split(separator: "=", maxSplits: 1)
    guard sides.count == 2, let value = Float(sides[1]), value.isFinite,
      let colon = sides[0].lastIndex(of: ":"),
      let index = Int(sides[0][sides[0].index(after: colon)...]), index >= 0
    else {
      throw ValidationError("'\(text)': expected a feature and a number, as SAE-FOLDER:456=8")
    }
    folder = String(sides[0][..<colon])
    self.index = index
    self.value = value
  }
}
