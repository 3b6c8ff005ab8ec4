import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

/// A model whose files contradict each other, or a request that it cannot meet, ends in one line
/// that names both sides.
@Suite struct BadModelTests {
  static let requests: [(String, [String])] = [
    ("--tokens 1,258", ["token 258 at position 1", "ids 0 to 257"]),
    ("--tokens=-1", ["token -1 at position 0", "ids 0 to 257"]),
    ("--tokens \(String(repeating: "1,", count: 64))1", ["65 tokens", "64"]),
    ("--tokens 1,2,3 --positions 0,3", ["position 3", "3 tokens", "0 to 2"]),
    ("--tokens 1,2,3 --positions=-4", ["position -4", "3 tokens"]),
    (
      "--tokens 1 --site blocks.2.hook_resid_pre --save x.safetensors",
      ["'blocks.2.hook_resid_pre'", "2 layers"]
    ),
  ]

  @Test(arguments: requests)
  func requestsThatAModelCannotMeet(request: String, fragments: [String]) throws {
    let workshop = try TinyWorkshop(pageCount: 0)
    let arguments = request.split(separator: " ").map(String.init)
    try expectRefusal(by: fragments, of: arguments, in: workshop)
  }

  static let contradictions: [(String, Int, [String])] = [
    ("n_embd", 32, ["'wte.weight'", "[258, 16]", "[258, 32]"]),
    ("n_layer", 3, ["h.2."]), ("n_head", 3, ["16", "3 heads"]),
    ("n_inner", 33, ["'h.0.mlp.c_fc.bias'", "[32]", "[33]"]),
    ("vocab_size", 300, ["'wte.weight'", "[258, 16]", "[300, 16]"]),
    ("n_positions", 128, ["'wpe.weight'", "[64, 16]", "[128, 16]"]),
  ]

  @Test(arguments: contradictions)
  func configurationsThatContradictTheirTensors(
    key: String, value: Int, fragments: [String]
  ) throws {
    let workshop = try TinyWorkshop(pageCount: 0)
    let file = URL(fileURLWithPath: workshop.folder.file("Checkpoints/tiny/config.json"))
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    var facts = try #require(object as? [String: Any])
    facts[key] = value
    try JSONSerialization.data(withJSONObject: facts).write(to: file)
    try expectRefusal(by: fragments, of: ["--tokens", "1"], in: workshop)
  }

  @Test(arguments: [nil, Tensor(Matrix(rows: 16, columns: 31), shape: [16, 31])])
  func tensorsThatAreMissingOrMisshapen(replacement: Tensor?) throws {
    let workshop = try TinyWorkshop(pageCount: 0)
    let name = "h.1.mlp.c_fc.weight"
    let path = workshop.folder.file("Checkpoints/tiny/model.safetensors")
    let file = try SafetensorsFile(path: path)
    let kept = try file.tensorNames.filter { $0 != name }.map { ($0, try file.tensor($0)) }
    try Safetensors.write(kept + (replacement.map { [(name, $0)] } ?? []), to: path)
    let fragments = replacement == nil ? [] : ["[16, 31]", "[16, 32]"]
    try expectRefusal(
      by: ["'\(name)'", "model.safetensors"] + fragments, of: ["--tokens", "1"], in: workshop)
  }

  private func expectRefusal(
    by fragments: [String], of arguments: [String], in workshop: TinyWorkshop
  ) throws {
    let command = try Command(
      arguments: ["run", "--model", "tiny"] + arguments, folder: workshop.path)
    #expect(command.exitCode == 1, "\(command.errors)")
    #expect(command.output.isEmpty)
    #expect(command.errors.hasPrefix("Error: "), "\(command.errors)")
    #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
    for fragment in fragments {
      #expect(command.errors.contains(fragment), "\(fragment) in: \(command.errors)")
    }
  }
}
