import TestSupport
import Tensors
import Testing

@Suite struct ColumnListTests {
  private let x = normalMatrix(rows: 1100, columns: 7, seed: 5)

  @Test func columnsAreTakenInAnyOrder() {
    let list = ColumnList([6, 0, 3], of: x)
    #expect(list.count == 3 && list.length == 1100)
    #expect(list.matrix == x.gatheringColumns([6, 0, 3]))
    #expect(list.selecting([2, 0]) == ColumnList([3, 6], of: x))
    #expect(list.appending(ColumnList([1], of: x)).matrix == x.gatheringColumns([6, 0, 3, 1]))
    #expect(ColumnList([], of: x).count == 0)
  }

  @Test func rowsAreGatheredPartByPart() {
    var list = ColumnList(count: 2, length: 1100)
    list.gather([5, 2], of: x.rows(0..<600), at: 0)
    list.gather([5, 2], of: x.rows(600..<1100), at: 600)
    #expect(list == ColumnList([5, 2], of: x))
  }

  @Test func aViewOfColumnsIsGatheredFrom() {
    #expect(ColumnList([1], of: x.columns(3..<7)) == ColumnList([4], of: x))
  }

  @Test func whatIsSharedIsCopiedBeforeItChanges() {
    let list = ColumnList([1, 2], of: x)
    var changed = list.selecting([1, 0])
    changed.set(100, row: 3, column: 1)
    #expect(changed[1][3] == 100 && list[0][3] == x[3, 1])
    #expect(changed.selecting([0]) == list.selecting([1]))
  }
}
