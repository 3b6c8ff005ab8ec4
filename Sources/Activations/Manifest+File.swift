import FoundationEssentials
import Tensors

extension Manifest {
  /// The manifest's name in a harvest's folder.
  public static let fileName = "manifest.json"

  /// Reads the manifest of the harvest in a folder.
  ///
  /// - Parameter folder: The harvest's folder.
  /// - Returns: The manifest, of which the names and sizes are safe to use.
  /// - Throws: `ActivationError`: `cannotRead` when there is none, `malformed` when it lacks a
  ///   needed key or a key has a wrong value, `newerSchema` when this build is too old for it.
  public static func read(fromFolder folder: String) throws(ActivationError) -> Manifest {
    let path = folder + "/" + fileName
    let data = try contents(of: path)
    do {
      // The version first: a later one may have changed the rest.
      let version = try JSONDecoder().decode(Version.self, from: data).schemaVersion
      try checkVersion(version, path: path)
      let manifest = try JSONDecoder().decode(Manifest.self, from: data)
      try manifest.check(path: path)
      return manifest
    } catch let error as ActivationError {
      throw error
    } catch let error as DecodingError {
      throw ActivationError(decoding: error, path: path)
    } catch {
      throw ActivationError(code: .malformed, message: "\(error)", path: path)
    }
  }

  /// Writes the manifest into a harvest's folder, in place of the one there, all or nothing.
  ///
  /// Equal manifests give equal bytes.
  public func write(toFolder folder: String) throws(ActivationError) {
    let path = folder + "/" + Manifest.fileName
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data: Data
    do {
      data = try encoder.encode(self)
    } catch {
      throw ActivationError(
        code: .malformed, message: "JSON has no word for a number that is not finite", path: path)
    }
    var file = PendingFile(finalPath: path)
    try file.write([UInt8](data) + [UInt8(ascii: "\n")])
    try file.commit()
  }

  private struct Version: Decodable {
    let schemaVersion: Int
  }

  private static func contents(of path: String) throws(ActivationError) -> Data {
    do {
      return data(try MappedFile(path: path))
    } catch {
      throw ActivationError(
        code: .cannotRead, message: "expected the manifest of a harvest; \(error.message)",
        path: path)
    }
  }

  private static func data(_ file: MappedFile) -> Data {
    let bytes = file.span
    return bytes.withUnsafeBytes { Data($0) }
  }

  private static func checkVersion(_ version: Int, path: String) throws(ActivationError) {
    guard version <= currentSchemaVersion else {
      throw ActivationError(
        code: .newerSchema,
        message: """
          this build reads harvests up to version \(currentSchemaVersion), found version \
          \(version); a later build of Thresher reads it
          """,
        path: path, place: "schemaVersion")
    }
    guard version >= 1 else {
      throw ActivationError(
        code: .malformed, message: "expected a version from 1, found \(version)",
        path: path, place: "schemaVersion")
    }
  }

  /// Refuses names and sizes that would lead out of the folder, or that no harvest has.
  private func check(path: String) throws(ActivationError) {
    func fault(_ place: String, _ message: String) -> ActivationError {
      ActivationError(code: .malformed, message: message, path: path, place: place)
    }
    guard (1...Int(Int32.max)).contains(contextSize) else {
      throw fault("contextSize", "expected at least 1, found \(contextSize)")
    }
    guard Set(sites.map(\.name)).count == sites.count else {
      throw fault("sites", "expected different names, found \(sites.map(\.name))")
    }
    for (index, site) in sites.enumerated() {
      guard ShardLayout.isSiteName(site.name) else {
        throw fault("sites[\(index)].name", "expected a site's name, found '\(site.name)'")
      }
      guard site.width.map({ (1...ShardLayout.largestWidth).contains($0) }) ?? true else {
        throw fault("sites[\(index)].width", "expected at least 1, found \(site.width ?? 0)")
      }
    }
    for (index, shard) in shards.enumerated() {
      guard !shard.file.isEmpty && !shard.file.contains("/") && !shard.file.contains("\0") else {
        throw fault(
          "shards[\(index)].file", "expected a file in this folder, found '\(shard.file)'")
      }
      guard [shard.rows, shard.sequences].allSatisfy({ (0...Int(Int32.max)).contains($0 ?? 0) })
      else { throw fault("shards[\(index)]", "expected counts from 0 to \(Int32.max)") }
    }
  }
}

extension ActivationError {
  /// Makes an error that names the key at which JSON isn't what was expected.
  fileprivate init(decoding error: DecodingError, path: String) {
    let (keys, message) =
      switch error {
      case .keyNotFound(let key, let context):
        (context.codingPath + [key], "expected this key, found none")
      case .valueNotFound(let type, let context), .typeMismatch(let type, let context):
        (context.codingPath, "expected \(type), found something else")
      case .dataCorrupted(let context): (context.codingPath, context.debugDescription)
      @unknown default: ([], "\(error)")
      }
    let place = keys.reduce("") { place, key in
      if let index = key.intValue { return "\(place)[\(index)]" }
      return place.isEmpty ? key.stringValue : "\(place).\(key.stringValue)"
    }
    self.init(
      code: .malformed, message: message, path: path, place: place.isEmpty ? nil : place)
  }
}
