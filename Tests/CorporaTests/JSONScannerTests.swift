import Foundation
import Tensors
import TestSupport
import Testing

@testable import Corpora

@Suite struct JSONScannerTests {
  @Test(arguments: [
    #""""#, #""a b""#, #""\"\\\/\b\f\n\r\t""#, #""\u00e9\u20AC\ud83d\ude00é""#,
  ])
  func decodesStringsAsFoundationDoes(json: String) throws {
    var scanner = JSONScanner(Array(json.utf8))
    let found = String(decoding: try scanner.readString(), as: UTF8.self)
    #expect(try JSONDecoder().decode(String.self, from: Data(json.utf8)) == found)
  }

  @Test(arguments: [#""\ud83d""#, #""\ud83dx""#, #""\ude00""#, #""\ud83d\u0041""#])
  func aLoneSurrogateIsReplaced(json: String) throws {
    var scanner = JSONScanner(Array(json.utf8))
    #expect(String(decoding: try scanner.readString(), as: UTF8.self).hasPrefix("\u{FFFD}"))
  }

  @Test(arguments: [
    "{", "}", "[1,2", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[1 2]", "{\"a\":1 \"b\":2}",
    "tru", "\"a", "\"\\", "\"\\u12\"", "\"\\x\"", "\"\n\"", "{1:2}", "[}", "{\"a\":[1}",
  ])
  func refusesWhatIsNoJSON(json: String) {
    #expect(throws: JSONScanner.Fault.self) {
      var scanner = JSONScanner(Array(json.utf8))
      try scanner.skipValue()
      try scanner.finish()
    }
  }

  @Test(arguments: 0..<30)
  func passesOverWhatFoundationWrites(seed: Int) throws {
    var random = SplittableRandom(seed: UInt64(seed))
    let value = Self.value(4, &random)
    let json = try JSONSerialization.data(withJSONObject: ["a": value, "b": 1])
    var scanner = JSONScanner(Array(json))
    try scanner.skipValue()
    try scanner.finish()
    for length in [1, json.count / 3, json.count / 2, json.count - 1] {
      var cut = JSONScanner(Array(json.prefix(length)))
      #expect(throws: JSONScanner.Fault.self) { try cut.skipValue() }
    }
  }

  @Test func aMillionBracketsTakeNoStack() {
    var scanner = JSONScanner([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000))
    #expect(throws: JSONScanner.Fault.self) { try scanner.skipValue() }
  }

  private static func value(_ depth: Int, _ random: inout SplittableRandom) -> Any {
    switch Int.random(in: 0..<(depth == 0 ? 4 : 6), using: &random) {
    case 0: return Double.random(in: -1e9...1e9, using: &random)
    case 1: return "a\"\\/\u{1}\u{E9}\u{1F600}"
    case 2: return true
    case 3: return NSNull()
    case 4: return (0..<3).map { _ in value(depth - 1, &random) }
    default: return ["x": value(depth - 1, &random), "": value(depth - 1, &random)]
    }
  }
}
