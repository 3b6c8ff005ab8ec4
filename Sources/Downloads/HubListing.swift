import Foundation
import FoundationNetworking

/// What the hub says of a repository at a revision.
struct HubListing: Decodable, Sendable {
  /// The commit that the revision is now.
  let sha: String

  private let siblings: [File]

  /// A file of a repository.
  struct File: Decodable, Sendable {
    /// Its path in the repository.
    let name: String

    /// How many bytes it has.
    let size: Int?

    /// What git calls its contents.
    let blobID: String?

    let lfs: LargeFile?

    enum CodingKeys: String, CodingKey {
      case name = "rfilename"
      case size, lfs
      case blobID = "blobId"
    }
  }

  /// What is said of a large file only.
  struct LargeFile: Decodable, Sendable {
    let sha256: String?
  }

  /// The file of the given name.
  func file(_ name: String) -> File? { siblings.first { $0.name == name } }

  /// The names of all files.
  var names: [String] { siblings.map(\.name) }
}

extension Hub {
  /// Asks what a repository holds.
  ///
  /// - Throws: `DownloadError` with code `.refused`, `.network` or `.badResponse`.
  func listing(of repository: RepositoryName) async throws(DownloadError) -> HubListing {
    let revision = repository.revision.split(separator: "/").joined(separator: "%2F")
    let path = "/api/models/\(repository.path)/revision/\(revision)?blobs=true"
    let request = try self.request(path)
    let sink = ListingSink(hub: self)
    try await retrying(
      { () async throws(DownloadError) in
        try await HTTPTransfer.run(request, into: sink)
      }, progress: { 0 })
    guard let listing = try? JSONDecoder().decode(HubListing.self, from: sink.data),
      isPlain(listing.sha[...])
    else {
      throw DownloadError(
        code: .badResponse,
        message: "expected the hub's description of a repository, found "
          + "\(sink.data.count) bytes of something else; is HF_ENDPOINT right?",
        subject: endpoint + path)
    }
    return listing
  }
}

/// Keeps a short body.
private final class ListingSink: HTTPSink {
  private(set) var data = Data()
  private let hub: Hub
  private let byteLimit = 32 << 20

  init(hub: Hub) { self.hub = hub }

  func begin(_ head: HTTPHead) throws(DownloadError) {
    data = Data()
    try hub.check(head, expecting: [200])
  }

  func receive(_ data: Data) throws(DownloadError) {
    self.data += data
    guard self.data.count <= byteLimit else {
      throw DownloadError(
        code: .badResponse, message: "a description of more than \(byteLimit) bytes",
        subject: hub.endpoint)
    }
  }
}
