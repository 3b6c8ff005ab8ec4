/// A model repository of the Hugging Face hub, at a revision: `owner/name[@revision]`.
public struct RepositoryName: Hashable, Sendable, CustomStringConvertible {
  /// The owner, a slash and the name.
  public let path: String

  /// A branch, tag or commit.
  public let revision: String

  /// Makes the name of a repository.
  init(path: String, revision: String = "main") {
    self.path = path
    self.revision = revision
  }

  /// Reads `owner/name` or `owner/name@revision`; nil when the text is neither.
  ///
  /// Each part is of letters, digits, `.`, `_` and `-`, and is not `.` or `..`; a revision may have
  /// slashes between such parts.
  public init?(_ text: String) {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
    let revision = halves.count > 1 ? String(halves[1]) : "main"
    let revisionParts = revision.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, (parts + revisionParts).allSatisfy(isPlain) else { return nil }
    self.init(path: String(halves[0]), revision: revision)
  }

  public var description: String { revision == "main" ? path : "\(path)@\(revision)" }
}

/// Whether a text can stand between two slashes of a path or an address without another meaning.
func isPlain(_ part: Substring) -> Bool {
  let allowed = part.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
  return allowed && !part.isEmpty && part != "." && part != ".."
}
