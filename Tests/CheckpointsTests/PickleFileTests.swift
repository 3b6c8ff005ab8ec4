import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct PickleFileTests {
  @Test(
    arguments: (2...5).map { "protocol\($0).pkl.gz" } + ["packed.pt", "protocol5.pt"])
  func readsALegacyAutoencoder(name: String) throws {
    let file = try PyTorchFile(path: goldenPath("Checkpoints/\(name)"))
    let expected = try SafetensorsFile(path: goldenPath("Checkpoints/pickles.expected.safetensors"))
    #expect(file.tensorNames.sorted() == expected.tensorNames.sorted())
    for tensor in expected.tensorNames {
      #expect(isSame(try file.tensor(tensor), try expected.tensor(tensor)), "\(tensor)")
      #expect(file.info(tensor)?.isPacked == (name != "protocol5.pt"))
    }
    #expect(file.metadata["cfg.hook_point"] == .text("blocks.0.hook_resid_pre"))
    #expect(file.metadata["cfg.l1_coefficient"] == .real(8e-5))
    #expect(file.properties == file.metadata)
  }

  @Test func openCheckpointKnowsThem() throws {
    for name in ["protocol4.pkl.gz", "packed.pt"] {
      #expect(try openCheckpoint(at: goldenPath("Checkpoints/\(name)")).tensorNames.count == 4)
    }
  }

  @Test func truncationsAreErrors() throws {
    let folder = try TemporaryFolder()
    let bytes = try golden("protocol2.pkl.gz")
    for count in stride(from: 0, to: bytes.count - 8, by: 37) {
      let path = try folder.write(Array(bytes[..<count]))
      #expect(throws: CheckpointError.self) { try PyTorchFile(path: path) }
    }
  }

  @Test(arguments: ["protocol2.pkl.gz", "packed.pt"]) func noMutationTraps(name: String) throws {
    let folder = try TemporaryFolder()
    try forEachMutation(of: try golden(name), count: 200, seed: 6) { mutant in
      let path = try folder.write(mutant)
      do { try readAll(try PyTorchFile(path: path)) } catch is CheckpointError {}
    }
  }

  @Test(arguments: [0, 1, 6] as [UInt8]) func refusesOtherProtocols(number: UInt8) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([0x80, number, UInt8(ascii: "."), 0])
    let error = #expect(throws: CheckpointError.self) { try PyTorchFile(path: path) }
    #expect(error?.message.contains("protocol 2 to 5, found \(number)") == true)
  }
}
