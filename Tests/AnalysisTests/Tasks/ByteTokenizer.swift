import Foundation
import TestSupport
import Tokenizers

/// A tokenizer whose tokens are bytes, and some words of two bytes.
func byteTokenizer(words: [String] = ["</"]) throws -> Tokenizer {
  let folder = try TemporaryFolder()
  let printable = Array(33...126) + Array(161...172) + Array(174...255)
  var next = 256
  var ids: [String: Int] = [:]
  for byte in 0..<256 {
    var scalar = byte
    if !printable.contains(byte) {
      scalar = next
      next += 1
    }
    ids[Unicode.Scalar(scalar).map { String(Character($0)) } ?? ""] = byte
  }
  for word in words { ids[word] = ids.count }
  let merges = words.map { "\($0.prefix(1)) \($0.dropFirst())" }.joined(separator: "\n")
  try JSONSerialization.data(withJSONObject: ids)
    .write(to: URL(fileURLWithPath: folder.file("vocab.json")))
  try Data("#version: 0.2\n\(merges)\n".utf8)
    .write(to: URL(fileURLWithPath: folder.file("merges.txt")))
  return try Tokenizer(folder: folder.path)
}
