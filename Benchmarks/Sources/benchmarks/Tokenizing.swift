import Foundation
import Tensors
import Tokenizers

extension Benchmark {
  /// Text to tokens, by the tokenizer and text that the environment names, or small ones made here.
  ///
  ///     TOKENIZER=gpt2/ TEXT=page.html swift run … benchmarks tokenizing
  static let tokenizing = Benchmark(
    name: "tokenizing", summary: "HTML to tokens, in MB of text a second"
  ) {
    let environment = ProcessInfo.processInfo.environment
    let folder = try TinyVocabulary.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = environment["TOKENIZER"] ?? folder
    let start = ContinuousClock.now
    let tokenizer = try Tokenizer(folder: path)
    let loading = (ContinuousClock.now - start) / .seconds(1)
    let text = try environment["TEXT"].map { try sample(of: $0) } ?? page(byteCount: 1 << 23)
    let bytes = Array(text.utf8)
    let megabytes = Double(bytes.count) / 1e6
    print("  \(tokenizer.vocabularySize) tokens, read in \(figure(loading * 1e3)) ms")

    var count = 0
    let whole = seconds { count = tokenizer.encode(text, parsingSpecialTokens: false).count }
    print("  1 thread: \(figure(megabytes / whole)) MB/s, \(count) tokens of \(bytes.count) bytes")
    for threads in Set([1, Threads.count]).sorted() {
      var streamed = 0
      let time = seconds {
        var stream = TokenStream(tokenizer, parsingSpecialTokens: false, threadCount: threads)
        streamed = stream.take(bytes).count
        streamed += stream.finish().count
      }
      precondition(streamed == count, "tokenizing: a stream has \(streamed) tokens, not \(count)")
      print("  stream, \(threads) threads: \(figure(megabytes / time)) MB/s")
    }
  }
}

/// As much of a file as is needed: 8 MB of it, repeated if it is shorter.
private func sample(of path: String) throws -> String {
  let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  let count = max(1, (1 << 23) / max(text.utf8.count, 1))
  return String(decoding: String(repeating: text, count: count).utf8.prefix(1 << 23), as: UTF8.self)
}

/// HTML of made-up words.
private func page(byteCount: Int) -> String {
  var random = SplittableRandom(seed: 1)
  let tags = ["p", "div", "li", "td", "span", "h2", "a"]
  var text = ""
  while text.utf8.count < byteCount {
    let tag = tags[Int.random(in: 0..<tags.count, using: &random)]
    text += "<\(tag) class=\"c\(Int.random(in: 0..<50, using: &random))\">"
    for _ in 0..<Int.random(in: 1..<15, using: &random) {
      for _ in 0..<Int.random(in: 1..<9, using: &random) {
        text.unicodeScalars.append(Unicode.Scalar(UInt8.random(in: 97..<123, using: &random)))
      }
      text += " "
    }
    text += "</\(tag)>\n"
  }
  return text
}

/// A byte-level vocabulary of GPT-2's kind: the bytes, and all pairs and triples of some letters.
private enum TinyVocabulary {
  static func folder() throws -> String {
    let folder = NSTemporaryDirectory() + "thresher-vocabulary-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let letters = "etaoinshrdlucmfwypvbgk".map(String.init)
    let pairs = letters.flatMap { a in letters.map { (a, $0) } }
    let triples = pairs.flatMap { pair in letters.map { (pair.0 + pair.1, $0) } }
    let bytes = alphabet()
    var vocabulary: [String: Int] = [:]
    for token in bytes + (pairs + triples).map({ $0.0 + $0.1 }) {
      vocabulary[token] = vocabulary.count
    }
    try JSONEncoder().encode(vocabulary).write(to: URL(fileURLWithPath: folder + "/vocab.json"))
    let merges = (pairs + triples).map { "\($0.0) \($0.1)" }.joined(separator: "\n")
    try merges.write(toFile: folder + "/merges.txt", atomically: false, encoding: .utf8)
    return folder
  }

  /// The characters that stand for the bytes from 0 to 255.
  private static func alphabet() -> [String] {
    let printable = Set(33...126).union(161...172).union(174...255)
    var next: UInt32 = 256
    return (0..<256).map { byte in
      if printable.contains(byte) { return String(Unicode.Scalar(UInt8(byte))) }
      defer { next += 1 }
      return Unicode.Scalar(next).map { String(Character($0)) } ?? ""
    }
  }
}
