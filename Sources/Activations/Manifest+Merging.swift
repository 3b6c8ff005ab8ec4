import FoundationEssentials

extension Manifest {
  /// Which part of its corpus the harvest has; nil for the whole.
  var part: (index: Int, count: Int)? {
    let numbers = corpus?.part?.split(separator: "/").compactMap { Int($0) } ?? []
    return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
  }

  /// Refuses a harvest whose rows are not of one kind with another's.
  ///
  /// - Throws: `ActivationError` with code `.mismatch`, which names the first difference.
  func checkMerging(with first: Manifest, path: String) throws(ActivationError) {
    for (mine, other) in zip(kinds, first.kinds) where mine.value != other.value {
      throw ActivationError(
        code: .mismatch,
        message: "\(mine.what) is \(mine.value), where the first harvest's is \(other.value)",
        path: path)
    }
  }

  /// What harvests that are joined must agree in.
  private var kinds: [(what: String, value: String)] {
    let described = sites.map { "\($0.name) [\($0.width ?? 0)] \($0.dtype?.rawValue ?? "")" }
    let sources = corpus?.sources?.compactMap(\.path) ?? []
    return [
      ("the model", model?.sha256 ?? "unknown"),
      ("the tokenizer", tokenizer?.sha256 ?? "unknown"),
      ("the processing", (processing ?? []).joined(separator: " ")),
      ("the context size", "\(contextSize)"),
      ("the BOS policy", prependBOS.map { "\($0)" } ?? "unknown"),
      ("the list of sites", described.joined(separator: ", ")),
      ("the packing", packing ?? "split"), ("the choice of positions", positions ?? "all"),
      ("the choice of special rows", "\(specialRows ?? false)"),
      ("the list of labels", (labels ?? []).joined(separator: ", ")),
      ("the number of parts", part.map { "\($0.count)" } ?? "1"),
      ("the recipe", corpus?.recipe ?? "none"),
      ("the corpus of its parts", part == nil ? "any" : sources.joined(separator: " ")),
    ]
  }
}

/// Makes a folder for a new harvest.
///
/// - Throws: `ActivationError` with code `.cannotWrite` where one is there already.
func makeHarvestFolder(_ folder: String) throws(ActivationError) {
  guard !FileManager.default.fileExists(atPath: "\(folder)/\(Manifest.fileName)") else {
    throw ActivationError(
      code: .cannotWrite, message: "there is a harvest already; choose another --output",
      path: folder)
  }
  do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  } catch {
    throw ActivationError(code: .cannotWrite, message: "cannot make the folder", path: folder)
  }
}
