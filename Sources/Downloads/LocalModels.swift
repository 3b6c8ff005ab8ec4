public import Foundation

/// The models on this machine: by path, in the folder of checkpoints, among those installed with the
/// program, and in the hub's cache.
public struct LocalModels: Sendable {
  /// The folder of checkpoints: `THRESHER_CHECKPOINTS`, else `Checkpoints` under the current one.
  public let folder: String

  /// The models that were installed with the program: `share/thresher` beside its `bin`.
  private let installed: String?

  private let cache: HubCache

  /// Makes the places that an environment names.
  ///
  /// - Parameters:
  ///   - environment: Says where checkpoints and the hub's cache are.
  ///   - executable: Where the program lies.
  public init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: String? = Bundle.main.executablePath
  ) {
    folder = environment["THRESHER_CHECKPOINTS"] ?? "Checkpoints"
    installed = executable.map { path in
      URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("share/thresher").path
    }
    cache = HubCache(environment: environment)
  }

  /// Finds a model without the network.
  ///
  /// A path that exists wins; then come the folder of checkpoints, what was installed with the
  /// program, and the hub's cache, where known models are found by their repository as well.
  ///
  /// - Parameter name: A known name, `owner/name[@revision]`, or a path.
  /// - Returns: Where the model is.
  /// - Throws: `DownloadError` with code `.notLocal` or `.unknownModel`, naming what was looked for.
  public func find(_ name: String) throws(DownloadError) -> LocalModel {
    if let path = LocalModel.weights(in: name) {
      return LocalModel(name: name, path: path, place: .path)
    }
    if looksLikePath(name) { throw missingPath(name) }
    if let path = LocalModel.weights(in: destination(name)) {
      return LocalModel(name: name, path: path, place: .checkpoints)
    }
    if let path = installed.flatMap({ LocalModel.weights(in: "\($0)/\(name)") }) {
      return LocalModel(name: name, path: path, place: .installed)
    }
    let repositories = self.repositories(name)
    for repository in repositories {
      if let path = cache.snapshot(of: repository).flatMap(LocalModel.weights) {
        return LocalModel(name: name, path: path, place: .hubCache)
      }
    }
    throw missing(name, repositories)
  }

  /// The weights that a model's name stands for; what is no local model's stands for itself.
  public func path(of nameOrPath: String) -> String { (try? find(nameOrPath))?.path ?? nameOrPath }

  /// The models in the folder of checkpoints and among those installed that no known name stands for:
  /// the one in the box, and a user's own.
  public var others: [LocalModel] {
    let all =
      others(in: folder, .checkpoints) + (installed.map { others(in: $0, .installed) } ?? [])
    return Dictionary(all.map { ($0.name, $0) }) { first, _ in first }.values
      .sorted { $0.name < $1.name }
  }

  private func others(in folder: String, _ place: LocalModel.Place) -> [LocalModel] {
    names(inFolder: folder)
      .filter { KnownModel.named($0) == nil && isFolder("\(folder)/\($0)") }
      .compactMap { name in
        LocalModel.weights(in: "\(folder)/\(name)").map {
          LocalModel(name: name, path: $0, place: place)
        }
      }
  }

  /// The folder that a model is brought into.
  func destination(_ name: String) -> String {
    "\(folder)/\(KnownModel.named(name)?.name ?? name)"
  }

  /// What the hub may call a model; programs before 2023 called `openai-community/gpt2` `gpt2`.
  private func repositories(_ name: String) -> [RepositoryName] {
    if case .hub(let repository)? = KnownModel.named(name)?.source {
      return [repository, RepositoryName(path: name)]
    }
    return RepositoryName(name).map { [$0] } ?? []
  }

  private func looksLikePath(_ name: String) -> Bool {
    ["/", "./", "../", "~"].contains { name.hasPrefix($0) } || name.hasSuffix("/")
      || [".gguf", ".safetensors", ".bin", ".pt"].contains { name.hasSuffix($0) }
  }

  private func missingPath(_ path: String) -> DownloadError {
    let found =
      isFolder(path)
      ? "holds no weights; expected model.safetensors, its index, pytorch_model.bin or a .gguf file"
      : "no such file or folder"
    return DownloadError(code: .notLocal, message: found, subject: path)
  }

  private func missing(_ name: String, _ repositories: [RepositoryName]) -> DownloadError {
    guard KnownModel.named(name) != nil || !repositories.isEmpty else {
      return isFolder(name) ? missingPath(name) : .unknownModel(name, folder: folder)
    }
    let looked =
      repositories.isEmpty ? destination(name) : "\(destination(name)) and \(cache.folder)"
    return DownloadError(
      code: .notLocal,
      message: "this model is not on this machine (looked in \(looked)); "
        + "run: thresher pull \(name)", subject: name)
  }
}

extension DownloadError {
  /// An error about a name that nothing bears.
  static func unknownModel(_ name: String, folder: String) -> DownloadError {
    DownloadError(
      code: .unknownModel,
      message: "no model of this name is known, and neither is it a path, a folder in \(folder), "
        + "or owner/name; 'thresher models' lists what is known", subject: name)
  }
}
