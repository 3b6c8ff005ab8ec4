import Testing

@testable import Analysis

@Suite struct LogitEffectsTests {
  @Test func takesTheEndsInOrder() {
    let effects = LogitEffects(effects: [0.5, -2, 3, 0.5, -1], count: 2) { "<\($0)>" }
    #expect(effects.top.map(\.token) == ["<2>", "<0>"] && effects.top.map(\.value) == [3, 0.5])
    #expect(effects.bottom.map(\.id) == [1, 4] && effects.bottom.map(\.value) == [-2, -1])
  }
}
