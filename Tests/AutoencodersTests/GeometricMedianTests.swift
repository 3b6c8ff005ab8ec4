import Autoencoders
import Tensors
import Testing

@Suite struct GeometricMedianTests {
  @Test func isTheMiddleOfThreeOnALine() {
    let rows = Matrix(rows: 3, columns: 2, elements: [0, 0, 1, 2, 100, 200])
    let median = geometricMedian(of: rows, rounds: 1000)
    #expect(abs(median[0, 0] - 1) < 1e-2 && abs(median[0, 1] - 2) < 2e-2)
  }

  @Test func isTheFermatPointOfATriangle() {
    // Equilateral: the centre.
    let height = Float(3).squareRoot()
    let rows = Matrix(rows: 3, columns: 2, elements: [-1, 0, 1, 0, 0, height])
    let median = geometricMedian(of: rows)
    #expect(abs(median[0, 0]) < 1e-5 && abs(median[0, 1] - height / 3) < 1e-5)
  }
}
