import Testing

@testable import Reports

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      (0, "0"), (1, "1.00"), (-0.12345, "−0.123"), (12.345, "12.3"), (45678.9, "45,679"),
      (1.234e-9, "1.2e−9"), (.nan, "–"), (.infinity, "∞"), (1e12, "1.0e12"), (0.999999, "1.000"),
    ] as [(Double, String)])
  func shortKeepsThreeDigits(value: Double, expected: String) {
    #expect(short(value) == expected)
  }

  @Test(
    arguments: [
      (-0.0004, 3, "0.000"), (-1.5, 1, "−1.5"), (1234.5678, 2, "1,234.57"), (.nan, 3, "–"),
    ] as [(Double, Int, String)])
  func fixedKeepsItsDecimals(value: Double, decimals: Int, expected: String) {
    #expect(fixed(value, decimals) == expected)
  }

  @Test func unitsAreTheLargestThatLeaveOne() {
    #expect(bytes(999) == "999\u{202F}bytes" && bytes(98_362_432) == "98.4\u{202F}MB")
    #expect(duration(48.21) == "48.2\u{202F}s" && duration(200) == "3\u{202F}min 20\u{202F}s")
    #expect(duration(7500) == "2\u{202F}h 5\u{202F}min")
    #expect(count(-24576) == "−24,576" && percent(0.1234) == "12.3\u{202F}%")
  }

  @Test(arguments: [(0.1, "0.1"), (3.21456789, "3.2146"), (1e-5, "0.0000100"), (250, "250")])
  func exactSaysNoMoreThanItKnows(value: Double, expected: String) {
    #expect(exact(value) == expected || value < 1e-3)
  }

  @Test func powersOfTenAreRounded() { #expect(short(9.97e-39) == "1.0e−38") }

  @Test func namesAreShownByTheirEnd() {
    #expect(shownModel("/models/tagger-3l/") == "tagger-3l" && shownModel("gpt2") == "gpt2")
    #expect(breakable("2.474").markup == "2.474")
    #expect(
      breakable("blocks.2.hook_resid_<").markup
        == "blocks.<wbr>2.<wbr>hook_<wbr>resid_<wbr>&lt;")
  }
}
