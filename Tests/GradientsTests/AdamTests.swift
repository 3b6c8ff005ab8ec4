import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct AdamTests {
  @Test func followsThePapersFormula() {
    let adam = Adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-6)
    var x = Matrix(row: [1, -2])
    var (first, second) = (Matrix(rows: 1, columns: 2), Matrix(rows: 1, columns: 2))
    var expected: [Double] = [1, -2]
    var (m, v) = ([0.0, 0.0], [0.0, 0.0])
    for step in 1...5 {
      let gradient = normalMatrix(rows: 1, columns: 2, seed: UInt64(step))
      adam.update(
        &x, first: &first, second: &second, gradient: gradient, step: step, rate: 0.1)
      for i in 0..<2 {
        let g = Double(gradient[0, i])
        m[i] = 0.9 * m[i] + 0.1 * g
        v[i] = 0.99 * v[i] + 0.01 * g * g
        let (kept1, kept2) = (power(0.9, step), power(0.99, step))
        expected[i] -= 0.1 * (m[i] / (1 - kept1)) / ((v[i] / (1 - kept2)).squareRoot() + 1e-6)
      }
    }
    #expect(relativeDifference(x, Matrix(row: expected.map(Float.init))) < 1e-5)
  }

  @Test func rowsWithoutGradientMoveAsThoseOfGradientZero() {
    let adam = Adam()
    let start = normalMatrix(rows: 6, columns: 3, seed: 1)
    var (sparse, dense) = (start, start)
    let zeros = Matrix(rows: 6, columns: 3)
    var (first, second) = ([zeros, zeros], [zeros, zeros])
    for (step, rows) in [[0, 1, 2, 3, 4, 5], [1, 4], []].enumerated() {
      let gradient = RowGradient(
        rowCount: 6, rows: rows,
        matrix: normalMatrix(rows: rows.count, columns: 3, seed: UInt64(step)))
      adam.update(
        &sparse, first: &first[0], second: &second[0], gradient: gradient, step: step + 1,
        rate: 0.1)
      adam.update(
        &dense, first: &first[1], second: &second[1], gradient: gradient.dense, step: step + 1,
        rate: 0.1)
    }
    #expect(sparse == dense)
    #expect(first[0] == first[1] && second[0] == second[1])
  }

  @Test func scalesTheGradientAndShrinksTheParameter() {
    let adam = Adam(weightDecay: 0.5)
    let gradient = normalMatrix(rows: 2, columns: 3, seed: 1)
    var scaled = gradient
    scaled.scale(by: 0.25)
    let zeros = Matrix(rows: 2, columns: 3)
    var (x, first, second) = (zeros, zeros, zeros)
    adam.update(
      &x, first: &first, second: &second, gradient: gradient, scale: 0.25, step: 1, rate: 0.1)
    var (y, otherFirst, otherSecond) = (zeros, zeros, zeros)
    adam.update(&y, first: &otherFirst, second: &otherSecond, gradient: scaled, step: 1, rate: 0.1)
    #expect(x == y && first == otherFirst && second == otherSecond)
    var shrunk = gradient
    adam.update(&shrunk, first: &first, second: &second, gradient: zeros, step: 1, rate: 0)
    #expect(shrunk == gradient)
    let start = Matrix(row: [2, -4])
    var (moved, none, nothing) = (start, Matrix(rows: 1, columns: 2), Matrix(rows: 1, columns: 2))
    adam.update(
      &moved, first: &none, second: &nothing, gradient: Matrix(rows: 1, columns: 2), step: 1,
      rate: 0.1)
    #expect(relativeDifference(moved, Matrix(row: [1.9, -3.8])) < 1e-6)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
