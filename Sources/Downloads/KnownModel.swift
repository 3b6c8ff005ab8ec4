/// A model that has a short name.
public struct KnownModel: Sendable, Equatable {
  /// The short name, in lower case.
  public let name: String

  /// Its kind of transformer, such as `gpt2`.
  public let family: String

  /// How many millions of parameters it has, roughly; in float32 each takes 4 MB of memory.
  public let millionParameters: Int

  /// Where it comes from.
  public let source: ModelSource

  /// The known model of a name, in whatever case.
  public static func named(_ name: String) -> KnownModel? {
    let name = name.lowercased()
    return all.first { $0.name == name }
  }
}
