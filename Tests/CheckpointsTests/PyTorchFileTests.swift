import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct PyTorchFileTests {
  @Test(arguments: [("types.pt", 16), ("legacy.pt", 14)])
  func readsWhatTorchSaved(name: String, count: Int) throws {
    let file = try PyTorchFile(path: goldenPath("Checkpoints/\(name)"))
    let expected = try SafetensorsFile(
      path: goldenPath("Checkpoints/types.pt.expected.safetensors"))
    #expect(file.tensorNames.count == count)
    #expect(expected.tensorNames.count == 16)
    for name in file.tensorNames {
      #expect(isSame(try file.tensor(name), try expected.tensor(name)), "\(name)")
    }
  }

  @Test(arguments: ["types.pt", "legacy.pt"]) func runsNothingAndKeepsTheRest(name: String) throws {
    let file = try PyTorchFile(path: goldenPath("Checkpoints/\(name)"))
    let expected: [String: MetadataValue] = [
      "cfg.d_in": .integer(4), "cfg.lr": .real(0.5),
      "cfg.hook_point": .text("blocks.0.hook_resid_pre"), "cfg.use_ghost_grads": .flag(true),
      "cfg.dtype": .text("torch.float32"), "cfg.widths": .integers([2, 3]), "k": .integer(32),
      "steps": .integer(1 << 40),
    ]
    #expect(file.metadata == expected)
    #expect(!FileManager.default.fileExists(atPath: "thresher-was-here"))
  }

  @Test func saysWhereATensorLies() throws {
    let file = try PyTorchFile(path: goldenPath("Checkpoints/types.pt"))
    let rows = try #require(file.info("state_dict.rows"))
    let plain = try #require(file.info("state_dict.plain"))
    #expect(rows.shape == [2, 6] && rows.type == .float32 && rows.byteRange.count == 48)
    #expect(rows.byteRange.lowerBound == plain.byteRange.lowerBound + 24)
  }

  @Test(.enabled(if: sharedDataPath("models/gpt_by_hand") != nil, "needs ../shared/data/models"))
  func aCheckpointEqualsItsTwin() throws {
    let folder = try #require(sharedDataPath("models/gpt_by_hand"))
    let file = try PyTorchFile(path: folder + "/ckpt.pt")
    let twinName = try #require(
      FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".safetensors") }
    )
    let twin = try SafetensorsFile(path: folder + "/" + twinName)
    #expect(!twin.tensorNames.isEmpty)
    for name in twin.tensorNames {
      let ours = try #require(file.tensorNames.first { $0 == name || $0.hasSuffix("." + name) })
      #expect(isSame(try file.tensor(ours), try twin.tensor(name)), "\(name)")
    }
  }
}
