import Foundation
import Testing

@testable import Analysis

@Suite struct FigureTests {
  @Test(arguments: [(1.5, "1.5"), (.nan, "null"), (.infinity, "null"), (-0.001, "-0.001")])
  func writesNumbersAndNull(value: Double, expected: String) throws {
    let data = try JSONEncoder().encode([Figure(value)])
    #expect(String(decoding: data, as: UTF8.self) == "[\(expected)]")
    let back = try JSONDecoder().decode([Figure].self, from: data)
    #expect(back == [Figure(value.isFinite ? value : .nan)])
  }

  @Test(arguments: [0.1, 1 / 3, -7e-20, 16_777_216, .greatestFiniteMagnitude] as [Float])
  func anActivationKeepsItsShortestDecimal(value: Float) {
    let figure = Figure(value)
    #expect(Float(figure.wrappedValue) == value)
    #expect("\(figure.wrappedValue)".count <= "\(value)".count + 4)
  }
}
