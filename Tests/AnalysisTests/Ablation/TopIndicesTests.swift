import Tensors
import Testing

@testable import Analysis

/// The largest elements of a tensor, by an index along each axis.
@Suite struct TopIndicesTests {
  @Test func findsTheLargestInOrder() {
    let tensor = Tensor(shape: [2, 3], elements: [1, 5, .nan, 7, 5, -2])
    #expect(topIndices(of: tensor, count: 3) == [[1, 0], [0, 1], [1, 1]])
    #expect(topIndices(of: tensor, count: 9).count == 5)
    #expect(topIndices(of: tensor, count: 0).isEmpty)
  }

  @Test func goesThroughEveryAxis() {
    let elements = (0..<24).map { Float($0 == 17 ? 100 : $0) }
    #expect(
      topIndices(of: Tensor(shape: [2, 3, 4], elements: elements), count: 1) == [[1, 1, 1]])
  }
}
