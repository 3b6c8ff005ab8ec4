import Foundation
import TestSupport

@testable import Transformers

/// A tiny model whose configuration a test has changed.
struct EditedModel {
  private let folder: TemporaryFolder

  init(_ family: String, edit: (inout [String: Any]) -> Void) throws {
    folder = try TemporaryFolder()
    let source = goldenPath("Transformers/\(family)")
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(source)/config.json"))
    var facts = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    edit(&facts)
    try JSONSerialization.data(withJSONObject: facts)
      .write(to: URL(fileURLWithPath: folder.file("config.json")))
    try FileManager.default.copyItem(
      atPath: "\(source)/model.safetensors", toPath: folder.file("model.safetensors"))
  }

  func load() throws -> Transformer { try Transformer(folder: folder.path) }
}
