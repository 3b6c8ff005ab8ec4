import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct TapeTests {
  private let x = normalMatrix(rows: 3, columns: 4, seed: 1)

  private func squares(_ x: Matrix) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
    var value = x
    value.multiply(by: x)
    return (
      value,
      { dvalue in
        var dx = dvalue
        dx.multiply(by: x)
        dx.scale(by: 2)
        return dx
      }
    )
  }

  @Test func gradientsOfAllPathsAddUp() {
    checkGradient(at: x, weights: normalMatrix(rows: 3, columns: 4, seed: 2)) { x in
      var tape = Tape()
      var input = Variable(x)
      tape.watch(&input)
      let square = tape.record(squares(input.value), of: input)
      var sum = tape.record(squares(square.value), of: square)
      tape.add(input, to: &sum)
      tape.add(square, to: &sum)
      let (recorded, output) = (tape, sum)
      return (
        sum.value,
        { gradient in
          var tape = recorded
          tape.pullBack(gradient, from: output)
          return tape.gradient(of: input) ?? Matrix(rows: 0, columns: 0)
        }
      )
    }
  }

  @Test func whatIsNotWatchedIsNotRecorded() {
    var tape = Tape()
    let constant = Variable(x)
    var sum = tape.record(squares(constant.value), of: constant)
    tape.add(constant, to: &sum)
    #expect(tape.count == 0)
    var late = sum
    tape.watch(&late)
    let result = tape.record(squares(late.value), of: late)
    #expect(tape.count == 2)
    tape.pullBack(x, from: result)
    #expect(tape.gradient(of: constant) == nil)
    #expect(tape.gradient(of: late) == squares(sum.value).pullback(x))
  }

  @Test func aWatchedVariableInTheMiddleKeepsItsGradient() {
    var tape = Tape()
    var input = Variable(x)
    tape.watch(&input)
    var middle = tape.record(squares(input.value), of: input)
    tape.watch(&middle)
    let output = tape.record(squares(middle.value), of: middle)
    tape.pullBack(x, from: output)
    let expected = squares(middle.value).pullback(x)
    #expect(tape.gradient(of: middle) == expected)
    #expect(tape.gradient(of: input) == squares(x).pullback(expected))
  }

  @Test func onlyWantedEdgesAreFollowed() {
    var tape = Tape()
    let weight = tape.watchConstant()
    let y = tape.record(
      x,
      through: [
        Tape.Edge(to: Variable(x)) { _ in
          Issue.record("the pullback of a constant ran")
          return Matrix(rows: 0, columns: 0)
        },
        Tape.Edge(to: weight) { $0 },
      ])
    tape.pullBack(x, from: y)
    #expect(tape.gradient(at: weight) == x)
  }
}
