import Tensors
import TestSupport
import Testing

@Suite struct SymmetricProductTests {
  @Test(arguments: [1, 5, 33, 400]) func equalsTheWholeProduct(order: Int) {
    let a = normalMatrix(rows: order, columns: 7, seed: 1)
    let b = normalMatrix(rows: order, columns: 3, seed: 2)
    var product = Matrix(rows: order, columns: order)
    product.addSymmetricProduct(a)
    product.addSymmetricProduct(b)
    product.mirrorUpperHalf()
    var whole = Matrix.product(a, a, transposing: .right)
    whole.addProduct(b, b, transposing: .right)
    #expect(relativeDifference(product, whole) < 1e-6)
  }
}
