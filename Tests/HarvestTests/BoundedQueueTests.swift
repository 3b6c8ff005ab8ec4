import Testing

@testable import Harvest

@Suite struct BoundedQueueTests {
  @Test func handsOverInOrder() throws {
    let queue = BoundedQueue<Int>(capacity: 2)
    let producer = Worker("producer") {
      for number in 0..<100 where !queue.push(number) { return number }
      queue.finish()
      return 100
    }
    var found: [Int] = []
    while let number = queue.pop() { found.append(number) }
    #expect(found == Array(0..<100))
    #expect(queue.pop() == nil)
    #expect(try producer.value() == 100)
  }

  @Test func aClosedQueueFreesWhoWaits() throws {
    let queue = BoundedQueue<Int>(capacity: 1)
    let producer = Worker("producer") {
      var count = 0
      while queue.push(count) { count += 1 }
      return count
    }
    #expect(queue.pop() == 0)
    queue.close()
    #expect(try producer.value() >= 1)
    #expect(queue.pop() == nil)
  }

  @Test func whatIsQueuedIsTakenBehindTheEnd() {
    let queue = BoundedQueue<Int>(capacity: 3)
    #expect(queue.push(1) && queue.push(2))
    queue.finish()
    #expect([queue.pop(), queue.pop(), queue.pop()] == [1, 2, nil])
  }
}
