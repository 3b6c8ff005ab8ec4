import Testing
import Transformers

@testable import Analysis

/// Positions are paired as the rule says, or refused.
@Suite struct AlignmentTests {
  @Test(arguments: [
    (AlignmentRule.start, 4, 7, [0, 1, 2, 3], [0, 1, 2, 3]),
    (.end, 4, 7, [0, 1, 2, 3], [3, 4, 5, 6]),
    (.end, 7, 4, [3, 4, 5, 6], [0, 1, 2, 3]),
    (.index, 4, 7, [0, 1, 2, 3], [0, 1, 2, 3]),
    (.equalLengths, 2, 2, [0, 1], [0, 1]),
  ])
  func pairsPositions(
    rule: AlignmentRule, sourceCount: Int, targetCount: Int, sources: [Int], targets: [Int]
  ) throws {
    let pairs = try Alignment(sourceCount: sourceCount, targetCount: targetCount, by: rule).pairs
    #expect(pairs.map(\.source) == sources)
    #expect(pairs.map(\.target) == targets)
  }

  @Test func keepsThePositionsThatAreAskedFor() throws {
    let whole = try Alignment(sourceCount: 3, targetCount: 5, by: .end)
    let some = try whole.restricted(to: .at([-1, 0]), sourceCount: 3)
    #expect(some.pairs.map(\.target) == [2, 4])
    #expect(throws: TransformerError.self) { try whole.restricted(to: .at([3]), sourceCount: 3) }
    let short = try Alignment(sourceCount: 5, targetCount: 3, by: .end)
    let error = #expect(throws: AnalysisError.self) {
      try short.restricted(to: .at([0]), sourceCount: 5)
    }
    #expect(error?.code == .unalignedPrompts)
  }

  @Test(arguments: [(AlignmentRule.equalLengths, 4, 7), (.index, 7, 4)])
  func refusesWhatDoesNotFit(rule: AlignmentRule, sourceCount: Int, targetCount: Int) throws {
    let error = #expect(throws: AnalysisError.self) {
      try Alignment(sourceCount: sourceCount, targetCount: targetCount, by: rule)
    }
    #expect(error?.code == .unalignedPrompts)
    #expect(error?.message.contains("4") == true && error?.message.contains("7") == true)
  }
}
