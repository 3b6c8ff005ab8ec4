import Foundation
import TestSupport
import Testing

@testable import Tensors

@Suite struct SoftmaxTests {
  @Test(arguments: [1, 5, 31, 32, 33, 100])
  func equalsTheDefinition(count: Int) {
    let x = normalMatrix(rows: 1, columns: count, seed: 1, scale: 5)
    let exponentials = x.elements.map { exp(Double($0)) }
    let sum = exponentials.reduce(0, +)
    var found = x
    var row = found[mutableRow: 0]
    applySoftmax(to: &row, first: count)
    let expected = Matrix(row: exponentials.map { Float($0 / sum) })
    #expect(relativeDifference(found, expected) < 1e-5)
    #expect(abs(logSumExp(x[row: 0]) - log(sum)) < 1e-5)
  }

  @Test func leavesZerosOutsideTheRange() {
    var x = Matrix(row: [9, 1, 1, 9])
    var row = x[mutableRow: 0]
    applySoftmax(to: &row, over: 1..<3)
    #expect(x == Matrix(row: [0, 0.5, 0.5, 0]))
  }
}
