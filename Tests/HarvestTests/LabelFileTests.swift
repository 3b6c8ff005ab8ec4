import Foundation
import TestSupport
import Testing

@testable import Harvest

@Suite struct LabelFileTests {
  private func read(_ text: String, rows: Int) throws -> [Float] {
    let folder = try TemporaryFolder()
    let path = folder.file("labels.csv")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try LabelFile.read(path, rowCount: rows)
  }

  @Test func oneNumberALine() throws {
    #expect(try read("1\n0\n 0.5\n", rows: 3) == [1, 0, 0.5])
  }

  @Test func namedRowsInAnyOrder() throws {
    let labels = try read("row,label\n2,1\n0, 0\n", rows: 3)
    #expect(labels[0] == 0 && labels[1].isNaN && labels[2] == 1)
  }

  @Test(arguments: ["1\n", "1\nx\n0\n", "row,label\n7,1\n", "row,label\n1\n", "0,a\n"])
  func faultsNameTheirLine(text: String) throws {
    let error = #expect(throws: HarvestError.self) { try read(text, rows: 3) }
    #expect(error?.code == .badLabels)
  }
}
