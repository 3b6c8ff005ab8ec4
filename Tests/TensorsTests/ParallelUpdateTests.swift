import Tensors
import Testing

@Suite struct ParallelUpdateTests {
  @Test(arguments: [0, 1, 7, 200])
  func changesEachElementOnce(count: Int) {
    var elements = (0..<count).map { [$0] }
    parallelUpdate(&elements) { index, element in element.append(index * index) }
    #expect(elements == (0..<count).map { [$0, $0 * $0] })
  }
}
