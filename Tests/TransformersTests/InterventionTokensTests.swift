import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct InterventionTokensTests {
  private let places = [3, 5, 3].enumerated().map {
    RowPlace(sequence: 0, position: $0.offset, length: 3, token: $0.element)
  }

  @Test(arguments: [
    Intervention.Edit.zero, .set(Matrix(row: [7, 8])), .add(Matrix(row: [1, 2])), .scale(3),
  ])
  func onlyRowsOfTheTokensChange(edit: Intervention.Edit) throws {
    let all = Intervention(site: "s", columns: [0, 1], edit: edit)
    let some = try #require(all.onlyAt(tokens: [3]))
    #expect(some.positions == .all && some.columns == [0, 1])
    guard case .placedOperation(let operation) = some.edit else {
      Issue.record("expected a placed operation")
      return
    }
    let x = Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 4, 5, 6])
    let (value, pullback) = operation(x, places)
    #expect(value.rows(1..<2) == x.rows(1..<2))
    let expected: Matrix =
      switch edit {
      case .zero: Matrix(row: [0, 0])
      case .set(let row): row
      case .add(let row): x.rows(2..<3) + row
      default: Matrix(row: [15, 18])
      }
    #expect(value.rows(2..<3) == expected)
    let dx = pullback(Matrix(rows: 3, columns: 2, elements: Array(repeating: 1, count: 6)))
    let slope: Float =
      switch edit {
      case .zero, .set: 0
      case .add: 1
      default: 3
      }
    #expect(dx == Matrix(rows: 3, columns: 2, elements: [slope, slope, 1, 1, slope, slope]))
  }

  @Test func functionsOfAllRowsAreRefused() {
    #expect(Intervention(site: "s", edit: .function { $0 }).onlyAt(tokens: [1]) == nil)
  }
}
