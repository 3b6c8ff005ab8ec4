import Testing

@testable import Analysis

@Suite struct TaskTallyTests {
  private func answer(_ isRight: Bool, depth: Int = 1, distance: Int = 1) -> TaskAnswer {
    TaskAnswer(
      TaskText.Question(
        measure: .htmlTag, position: 3, rule: .token(1), depth: depth, distance: distance,
        tag: "b", offset: 0), isRight: isRight)
  }

  @Test func accuracyIsThatOfAllQuestionsTogether() {
    var tally = TaskTally()
    tally.add([answer(true), answer(true), answer(false)])
    tally.add([])
    tally.add([answer(false)])
    let score = tally.score(task: "t", seed: 0)
    #expect(score.accuracy == 0.5 && score.count == 4 && score.documents == 3)
    #expect(score.interval == .documents && score.ciLow < 0.5 && score.ciHigh > 0.5)
  }

  @Test func groupsAreBandsInOrder() {
    var tally = TaskTally()
    tally.add([0, 1, 2, 3, 4, 9, 130].map { answer($0 > 2, depth: 2, distance: $0) })
    let groups = tally.score(task: "t", seed: 0).groups ?? []
    let distances = groups.filter { $0.by == .distance }
    #expect(distances.map(\.value) == ["0", "1", "2–3", "4–7", "8–15", "128–255"])
    #expect(distances.map(\.count) == [1, 1, 2, 1, 1, 1])
    #expect(distances[2].accuracy == 0.5)
    #expect(groups.filter { $0.by == .depth }.map(\.value) == ["2–3"])
    #expect(groups.filter { $0.by == .tag }.map(\.value) == ["b"])
  }

  @Test func whereOneDocumentHasQuestionsTheIntervalIsWilsons() {
    var tally = TaskTally()
    tally.add([])
    tally.add((0..<10).map { answer($0 < 8) })
    let score = tally.score(task: "t", seed: 0)
    #expect(score.interval == .wilson && abs(score.ciLow - 0.4901624715125) < 1e-9)
  }

  @Test func aDropIsTheDifferenceOfAccuracies() throws {
    var (clean, changed) = (TaskTally(), TaskTally())
    for _ in 0..<8 {
      clean.add([answer(true), answer(true)])
      changed.add([answer(true), answer(false)])
    }
    let drop = try #require(clean.drop(to: [changed, clean], seed: 0))
    #expect(drop.value == 0.25 && drop.low == 0.25 && drop.high == 0.25)
  }

  @Test func noQuestionsHaveNoAccuracy() {
    let score = TaskTally().score(task: "t", seed: 0)
    #expect(score.accuracy.isNaN && score.count == 0)
  }
}
