import Foundation
import FoundationNetworking

/// How far the download of a file is.
public struct DownloadProgress: Sendable, Equatable {
  /// The file's name.
  public let file: String

  /// How many bytes of it are here, those of earlier attempts among them.
  public let received: Int

  /// How many bytes it has; nil when the server does not say.
  public let total: Int?
}

/// Brings one file of a repository, going on where an earlier attempt ended.
struct HubDownload {
  let hub: Hub
  let repository: RepositoryName
  let commit: String
  let file: HubListing.File
  let progress: @Sendable (DownloadProgress) -> Void

  /// Downloads the file, checks it, and gives it its name in a folder.
  ///
  /// A file of the right length that bears the name already is left alone. What arrived before a
  /// failure stays under a temporary name that changes with the file's contents.
  func run(into folder: String) async throws(DownloadError) {
    let path = "\(folder)/\(file.name)"
    if let length = fileLength(path), file.size == nil || file.size == length { return }
    let request = try hub.request("/\(repository.path)/resolve/\(commit)/\(file.name)")
    let version = String(
      (file.lfs?.sha256 ?? file.blobID ?? commit).filter(\.isHexDigit).prefix(16))
    let partial = try PartialFile(path: "\(path).\(version).partial")
    let sink = FileSink(hub: hub, partial: partial, file: file, progress: progress)
    do {
      try await hub.retrying(
        { () async throws(DownloadError) in
          try await attempt(request, sink)
        }, progress: { partial.byteCount })
    } catch {
      guard partial.byteCount > 0 else {
        partial.discard()
        throw error
      }
      throw DownloadError(
        code: error.code,
        message: error.message + "; \(partial.byteCount) bytes are kept, run this again to go on",
        subject: error.subject)
    }
    try partial.verify(
      length: file.size ?? sink.head?.fileLength,
      sha256: file.lfs?.sha256 ?? sink.head?.linkedSHA256,
      from: request.url?.absoluteString ?? file.name)
    try partial.commit(as: path)
  }

  private func attempt(_ request: URLRequest, _ sink: FileSink) async throws(DownloadError) {
    let start = sink.partial.byteCount
    if start > 0 && start == file.size { return }
    var request = request
    if start > 0 { request.setValue("bytes=\(start)-", forHTTPHeaderField: "Range") }
    try await HTTPTransfer.run(request, into: sink)
    guard let length = sink.head?.fileLength, sink.partial.byteCount < length else { return }
    throw DownloadError(
      code: .network,
      message: "the answer ended after \(sink.partial.byteCount) of \(length) bytes",
      subject: request.url?.absoluteString ?? file.name)
  }
}

/// Adds a body to a partial file.
private final class FileSink: HTTPSink {
  let partial: PartialFile
  private(set) var head: HTTPHead?
  private let hub: Hub
  private let file: HubListing.File
  private let progress: @Sendable (DownloadProgress) -> Void

  init(
    hub: Hub, partial: PartialFile, file: HubListing.File,
    progress: @escaping @Sendable (DownloadProgress) -> Void
  ) {
    self.hub = hub
    self.partial = partial
    self.file = file
    self.progress = progress
  }

  func begin(_ head: HTTPHead) throws(DownloadError) {
    self.head = nil
    if head.status == 416 {
      try partial.clear()
      throw DownloadError(
        code: .network, message: "the server has fewer bytes than were kept", subject: head.url)
    }
    try hub.check(head, expecting: [200, 206])
    if head.fileOffset != partial.byteCount { try partial.clear() }
    guard head.fileOffset == partial.byteCount else {
      throw DownloadError(
        code: .network, message: "the server sent another part of the file than was asked for",
        subject: head.url)
    }
    self.head = head
  }

  func receive(_ data: Data) throws(DownloadError) {
    try partial.append(data.bytes)
    progress(
      DownloadProgress(
        file: file.name, received: partial.byteCount, total: file.size ?? head?.fileLength))
  }
}
