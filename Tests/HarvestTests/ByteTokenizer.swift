import Tokenizers

/// A tokenizer whose tokens are the 256 bytes, by their numbers, and `</`, number 256.
func byteTokenizer() throws -> Tokenizer {
  let printable = Set(Array(33...126) + Array(161...172) + Array(174...255))
  var next = 256
  let letters = (0..<256).map { byte in
    var scalar = byte
    if !printable.contains(byte) {
      scalar = next
      next += 1
    }
    return Unicode.Scalar(scalar).map { String(Character($0)) } ?? ""
  }
  return try Tokenizer(
    tokens: letters + ["</"], merges: ["< /"], preTokenizer: "gpt-2", path: "bytes")
}
