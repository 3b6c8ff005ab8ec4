import JSONText
import Testing

@Suite struct JSONReaderTests {
  private func value(_ json: String) throws -> JSONValue {
    let bytes = Array(json.utf8)
    var reader = try JSONReader(bytes.span, path: "t.json")
    let value = try reader.readValue()
    try reader.finish()
    return value
  }

  @Test func readsStrings() throws {
    let json = #""a\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00é""#
    #expect(try value(json).string == "a\"\\/\u{8}\u{C}\n\r\té€😀é")
  }

  @Test func readsValues() throws {
    let value = try value(#" { "a" : [ 1, -2.5e+3, true, null, {} ], "b": false } "#)
    #expect(value["a"]?.elements?.count == 5)
    #expect(value["b"]?.boolean == false)
    #expect(value["c"] == nil)
  }

  @Test(arguments: [
    "", "{", "[1,", "[1 2]", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "tru", "nul", "01", "1.",
    "-",
    "1e", "+1", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\u{1}\"",
    "1 2",
    "]", "NaN", "{\"a\":1 \"b\":2}", "\u{FEFF}1",
  ])
  func refuses(json: String) {
    #expect(throws: JSONError.self) { try value(json) }
  }

  @Test func readsNumbers() throws {
    #expect(try value("-2.5e+3").number == -2500)
    #expect(try value("[0, 1e999]").elements?.map(\.number) == [0, .infinity])
    let bytes = Array("9223372036854775807".utf8)
    var reader = try JSONReader(bytes.span, path: "t.json")
    #expect(try reader.readCount() == .max)
  }

  @Test func refusesAKeyThatComesTwice() throws {
    let error = try #require(throws: JSONError.self) { try value(#"{"a": 1, "\u0061": 2}"#) }
    #expect(error.message.contains(#"found "a" twice"#))
  }

  @Test func namesThePlace() throws {
    let error = try #require(throws: JSONError.self) { try value(#"{"a": [1, x]}"#) }
    #expect(error.description == "t.json, byte 10: expected a value, found 'x'")
  }

  @Test func refusesBytesThatAreNotUTF8() throws {
    let error = try #require(throws: JSONError.self) {
      let bytes: [UInt8] = [0x22, 0x61, 0xFF, 0x22]
      _ = try JSONReader(bytes.span, path: "t.json")
    }
    #expect(error.byteOffset == 2)
  }

  @Test func refusesDeepNesting() throws {
    let deep = String(repeating: "[", count: 10_000)
    let error = try #require(throws: JSONError.self) { try value(deep) }
    #expect(error.byteOffset == 64)
  }

  @Test func skipsWhatItIsToldTo() throws {
    let bytes = Array(#"{"a": {"b": [1, "]"]}, "c": 7}"#.utf8)
    var reader = try JSONReader(bytes.span, path: "t.json")
    var found = -1
    try reader.readObject { reader, key throws(JSONError) in
      if key == "c" { found = try reader.readCount() } else { try reader.skip() }
    }
    #expect(found == 7)
  }

  @Test(arguments: ["-1", "1.5", "9223372036854775808", "99999999999999999999", "\"1\""])
  func countsAreWholeAndNotNegative(json: String) throws {
    let bytes = Array(json.utf8)
    var reader = try JSONReader(bytes.span, path: "t.json")
    #expect(throws: JSONError.self) { try reader.readCount() }
  }
}
