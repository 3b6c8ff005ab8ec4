import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct AdamTests {
  @Test func followsThePapersFormula() {
    let adam = Adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-6)
    var x = Matrix(row: [1, -2])
    var moments = Adam.Moments(of: x)
    var expected: [Double] = [1, -2]
    var (m, v) = ([0.0, 0.0], [0.0, 0.0])
    for step in 1...5 {
      let gradient = normalMatrix(rows: 1, columns: 2, seed: UInt64(step))
      adam.update(&x, moments: &moments, gradient: gradient, step: step, rate: 0.1)
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
    var (sparseMoments, denseMoments) = (Adam.Moments(of: start), Adam.Moments(of: start))
    for (step, rows) in [[0, 1, 2, 3, 4, 5], [1, 4], []].enumerated() {
      let gradient = RowGradient(
        rowCount: 6, rows: rows,
        matrix: normalMatrix(rows: rows.count, columns: 3, seed: UInt64(step)))
      adam.update(&sparse, moments: &sparseMoments, gradient: gradient, step: step + 1, rate: 0.1)
      adam.update(
        &dense, moments: &denseMoments, gradient: gradient.dense, step: step + 1, rate: 0.1)
    }
    #expect(sparse == dense)
    #expect(sparseMoments == denseMoments)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
