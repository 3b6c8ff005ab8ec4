import Activations
import TestSupport
import Testing

@Suite struct HarvestLockTests {
  @Test func isHeldByOneAtATime() throws {
    let folder = try TemporaryFolder()
    do {
      let lock = try HarvestLock(folder: folder.path)
      let error = #expect(throws: ActivationError.self) {
        _ = try HarvestLock(folder: folder.path)
      }
      #expect(error?.code == .locked)
      _ = consume lock
    }
    _ = try HarvestLock(folder: folder.path)
  }

  @Test func needsTheFolder() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: ActivationError.self) {
      _ = try HarvestLock(folder: folder.file("missing"))
    }
    #expect(error?.code == .cannotWrite)
  }
}
