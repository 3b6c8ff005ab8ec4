import Testing

@testable import Replays

/// The facts that replays are held to.
@Suite struct PublishedNumbersTests {
  @Test(arguments: Notebook.allCases)
  func everyNumberHasASourceAndATolerance(notebook: Notebook) throws {
    let published = try PublishedNumbers(of: notebook)
    #expect(!published.source.isEmpty)
    for (name, numbers) in published.numbers {
      #expect(!numbers.values.isEmpty && numbers.tolerance >= 0, "\(name)")
      #expect(numbers.labels.map { $0.count == numbers.values.count } ?? true, "\(name)")
    }
  }

  @Test func bracketsTablesAreWhole() throws {
    let numbers = try PublishedNumbers(of: .bracketClosing).numbers
    let counts = [
      "exploratory": 72 * 8, "reference": 16 * 8, "lens": 25, "components": 26, "heads": 144,
      "openness": 8, "answers": 16,
    ]
    for (name, count) in counts { #expect(numbers[name]?.values.count == count, "\(name)") }
    // The components and the logit lens end in one number, but for the author's two runs.
    let sum = numbers["components"]?.values.reduce(0, +) ?? .nan
    #expect(abs(sum - (numbers["lens"]?.values.last ?? .nan)) < 5e-4)
    #expect(numbers["classes"]?.values.reduce(0, +) == 216)
  }

  @Test func probabilitiesAddUp() throws {
    let values = try #require(
      try PublishedNumbers(of: .bracketClosing).numbers["exploratory"]?.values)
    for row in stride(from: 0, to: values.count, by: 8) {
      #expect(abs(values[row..<row + 8].reduce(0, +) - 1) < 1e-4, "prompt \(row / 8)")
    }
  }
}
