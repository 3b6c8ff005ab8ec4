import Foundation
import Tensors
import TestSupport
import Testing

/// A harvest that is killed, stopped, or out of room goes on, and ends as if nothing had been.
@Suite struct HarvestCrashTests {
  private let workshop: TinyWorkshop

  init() throws { workshop = try TinyWorkshop() }

  private func arguments(_ output: String, _ more: String...) -> [String] {
    [
      "harvest", "--model", "tiny", "--corpus", "pages", "--site", "resid_pre1", "--context", "32",
      "--shard-rows", "250", "--quiet", "--output", output,
    ] + more
  }

  private func run(_ output: String, _ more: String...) throws -> Command {
    try Command(arguments: arguments(output) + more, folder: workshop.path)
  }

  /// Every file of a harvest.
  private func contents(_ output: String) throws -> [String: Data] {
    let folder = workshop.folder.file(output)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try Dictionary(
      uniqueKeysWithValues: names.map { name in
        (name, try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
      })
  }

  /// Starts a harvest that is not waited for.
  private func start(_ output: String) throws -> Process {
    let process = Process()
    process.executableURL = Command.program
    process.arguments = arguments(output)
    process.currentDirectoryURL = URL(fileURLWithPath: workshop.path)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  @Test func endsInTheSameBytesHoweverOftenItIsKilled() throws {
    #expect(try run("whole").exitCode == 0)
    let whole = try contents("whole")
    #expect(whole.keys.filter { $0.hasPrefix("shard") }.count >= 12)
    var random = SplittableRandom(seed: 20)
    var (kills, harvests) = (0, 0)
    while kills < 20 {
      let process = try start("killed-\(harvests)")
      Thread.sleep(forTimeInterval: 0.03 + 0.25 * Double(random.uniform()))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal {
        kills += 1
      } else {
        #expect(try contents("killed-\(harvests)") == whole)
        harvests += 1
      }
    }
    #expect(try run("killed-\(harvests)").exitCode == 0)
    #expect(try contents("killed-\(harvests)") == whole)
  }

  @Test func stopsBehindABatchWhenAskedTo() throws {
    #expect(try run("whole").exitCode == 0)
    let process = try start("stopped")
    let shard = workshop.folder.file("stopped/shard-00000.h5")
    while process.isRunning && !FileManager.default.fileExists(atPath: shard) { usleep(500) }
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    let left = try contents("stopped").keys
    #expect(!left.contains { $0.hasSuffix(".partial") })
    #expect(try run("stopped").exitCode == 0)
    #expect(try contents("stopped") == contents("whole"))
  }

  @Test func refusesAFolderThatAnotherProcessWrites() throws {
    let folder = workshop.folder.file("taken")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let lock = open("\(folder)/.lock", O_RDWR | O_CREAT, 0o666)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX) == 0)
    let second = try run("taken")
    #expect(second.exitCode == 1)
    #expect(second.errors.contains("another process is writing this harvest"))
  }

  /// The limit on a file's size stands for a full disk.
  @Test func staysWholeWhereThereIsNoRoom() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    let words = [Command.program?.path ?? ""] + arguments("full")
    process.arguments = ["-c", "ulimit -f 200; exec \"$0\" \"$@\""] + words
    process.currentDirectoryURL = URL(fileURLWithPath: workshop.path)
    let errors = workshop.folder.file("errors")
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 1)
    #expect(try String(contentsOfFile: errors, encoding: .utf8).contains("no room for another"))
    #expect(!(try contents("full").keys.contains { $0.hasSuffix(".h5.partial") }))
    #expect(try run("full").exitCode == 0)
    #expect(try run("whole").exitCode == 0)
    #expect(try contents("full") == contents("whole"))
  }

  @Test func stopsBeforeTheShardThatTheQuotaHasNoRoomFor() throws {
    #expect(try run("whole").exitCode == 0)
    let whole = try contents("whole")
    let size = try #require(whole["shard-00000.h5"]).count
    let bounded = try run("bounded", "--max-bytes", "\(size * 5 / 2)", "--json")
    #expect(bounded.exitCode == 0)
    #expect(try bounded.object()["shards"] as? Int == 2)
    #expect(bounded.errors.contains("--max-bytes"))
    #expect(try run("bounded").exitCode == 0)
    #expect(try contents("bounded") == whole)
  }
}
