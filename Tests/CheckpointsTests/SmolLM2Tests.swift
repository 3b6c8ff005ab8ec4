import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

@Suite(
  .enabled(if: modelPath != nil, "needs Checkpoints/smollm2-135m (thresher pull smollm2-135m)"))
struct SmolLM2Tests {
  @Test func metadataDescribeTheModel() throws {
    let file = try GGUFFile(path: try #require(modelPath))
    #expect(file.tensorNames.count == 272)
    #expect(try file.required("llama.block_count", \.integerValue) == 30)
    #expect(try file.required("tokenizer.ggml.tokens", \.textValues).count == 49_152)
    #expect(file.info("token_embd.weight")?.shape == [49_152, 576])
  }

  /// One layer and what stands after the last: all 272 take too long in a debug build, and are
  /// read under `EVERY_TENSOR=1`.
  @Test func valuesEqualTheGGUFPackages() throws {
    let file = try GGUFFile(path: try #require(modelPath))
    let golden = URL(fileURLWithPath: goldenPath("Checkpoints/smollm2.sums.json"))
    let sums = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: golden))
    #expect(sums.keys.sorted() == file.tensorNames.sorted())
    for name in file.tensorNames
    where readsAll || name.hasPrefix("blk.0.") || name == "output_norm.weight" {
      #expect(sum(try file.tensor(name)) == sums[name], "\(name)")
    }
  }

  /// The sum of the values' bits, each times its place from 1, in 16 hexadecimal digits.
  private func sum(_ tensor: Tensor) -> String {
    var sum: UInt64 = 0
    var place: UInt64 = 0
    for value in tensor.elements {
      place += 1
      sum &+= UInt64(value.bitPattern) &* place
    }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

private let modelPath = checkpointPath("smollm2-135m/SmolLM2-135M-Instruct.Q4_1.gguf")

private let readsAll = ProcessInfo.processInfo.environment["EVERY_TENSOR"] == "1"
