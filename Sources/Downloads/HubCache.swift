/// The folder in which the hub's own programs keep what they have downloaded.
///
///     models--owner--name/refs/main                a commit
///     models--owner--name/snapshots/<commit>/…     links to the files
///
/// It is `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else `~/.cache/huggingface/hub`.
struct HubCache: Sendable {
  let folder: String

  init(environment: [String: String]) {
    if let folder = environment["HF_HUB_CACHE"], !folder.isEmpty {
      self.folder = folder
      return
    }
    let caches = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
    folder = (environment["HF_HOME"] ?? caches + "/huggingface") + "/hub"
  }

  /// The folder of a repository's files at its revision; nil when it is not in the cache.
  func snapshot(of repository: RepositoryName) -> String? {
    let name = repository.path.split(separator: "/").joined(separator: "--")
    let base = "\(folder)/models--\(name)"
    let commit = firstLine(of: "\(base)/refs/\(repository.revision)") ?? repository.revision
    guard isPlain(commit[...]) else { return nil }
    let snapshot = "\(base)/snapshots/\(commit)"
    return isFolder(snapshot) ? snapshot : nil
  }
}
