import Digests
import Foundation
import Synchronization
import TestSupport

@testable import Downloads

/// A hub on this machine with one repository, `owner/model`, and a folder to pull it into.
final class LocalHub {
  static let commit = "0123456789abcdef0123456789abcdef01234567"

  /// The repository's files.
  static let files: [String: [UInt8]] = [
    "config.json": Array(#"{"model_type": "gpt2"}"#.utf8),
    "tokenizer.json": Array("{}".utf8),
    "model.safetensors": (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) },
    "README.md": Array("# model".utf8),
    "../escape.json": Array("{}".utf8),
  ]

  let server: LocalServer
  let folder: TemporaryFolder

  /// Starts the hub; `change` turns the answer to a request into another.
  ///
  /// It is also given how many requests for the same path came before.
  init(
    _ change: @escaping @Sendable (LocalServer.Request, Int, inout LocalServer.Answer) -> Void = {
      _, _, _ in
    }
  ) throws {
    let counts = Mutex<[String: Int]>([:])
    folder = try TemporaryFolder()
    server = try LocalServer { request in
      let earlier = counts.withLock { counts in
        counts[request.path, default: 0] += 1
        return (counts[request.path] ?? 1) - 1
      }
      var answer = Self.answer(request)
      change(request, earlier, &answer)
      return answer
    }
  }

  private static func answer(_ request: LocalServer.Request) -> LocalServer.Answer {
    if request.path == "/api/models/owner/model/revision/main?blobs=true" {
      return LocalServer.Answer(body: Array(listing.utf8))
    }
    let prefix = "/owner/model/resolve/\(commit)/"
    guard request.path.hasPrefix(prefix),
      let bytes = files[String(request.path.dropFirst(prefix.count))]
    else { return LocalServer.Answer(status: 404) }
    return .file(bytes, request)
  }

  private static var listing: String {
    let siblings = files.map { name, bytes in
      let lfs =
        name.hasSuffix(".safetensors") ? #", "lfs": {"sha256": "\#(SHA256.of(bytes))"}"# : ""
      return #"{"rfilename": "\#(name)", "size": \#(bytes.count), "blobId": "ab12"\#(lfs)}"#
    }
    return #"{"sha": "\#(commit)", "siblings": [\#(siblings.joined(separator: ","))]}"#
  }

  /// A pull from this hub into the folder.
  func pull(_ environment: [String: String] = [:]) -> Pull {
    let environment = self.environment.merging(environment) { _, new in new }
    return Pull(
      models: LocalModels(environment: environment),
      hub: Hub(environment: environment, retryDelay: .milliseconds(1)), python: "python3")
  }

  var environment: [String: String] {
    [
      "HF_ENDPOINT": server.address + "/", "THRESHER_CHECKPOINTS": folder.file("Checkpoints"),
      "HF_HOME": folder.file("cache"),
    ]
  }

  /// The path of a file of the model that was pulled.
  func path(_ name: String) -> String { folder.file("Checkpoints/owner/model/\(name)") }

  /// The bytes of a file of the model that was pulled.
  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}
