public import Tensors

/// What was computed from numbers whose gradients are wanted, in order, so that gradients can be
/// taken back through it.
///
///     var tape = Tape()
///     var x = Variable(input)
///     tape.watch(&x)
///     let y = tape.record(relu(x.value), of: x)
///     tape.pullBack(dy, from: y)
///     let dx = tape.gradient(of: x)
///
/// Only what depends on a watched variable is recorded. Of everything else the pullbacks go at
/// once, with the memory that they hold: a computation in which nothing is watched costs nothing.
public struct Tape {
  /// A place on a tape.
  public struct Node: Hashable, Sendable { fileprivate let index: Int }

  /// An argument of an operation, and the function from the result's gradient to that argument's.
  public struct Edge {
    let node: Node?
    let pullback: (Matrix) -> Matrix

    /// Makes an edge to a place on the tape; nil where no gradient is wanted.
    public init(to node: Node?, _ pullback: @escaping (Matrix) -> Matrix) {
      self.node = node
      self.pullback = pullback
    }

    /// Makes an edge to a variable.
    public init(to variable: Variable, _ pullback: @escaping (Matrix) -> Matrix) {
      self.init(to: variable.node, pullback)
    }
  }

  private struct Step {
    let inputs: [Node?]
    let pullback: (Matrix) -> [Matrix]
  }

  /// What made each variable on the tape; nil for one that is watched from its beginning.
  private var steps: [Step?] = []
  private var watched: Set<Int> = []
  private var gradients: [Int: Matrix] = [:]

  /// Makes an empty tape.
  public init() {}

  /// How many variables are on the tape.
  public var count: Int { steps.count }
}

extension Tape {
  /// Keeps a variable's gradient when gradients are taken back.
  ///
  /// - Returns: Its place, where the gradient will be.
  @discardableResult
  public mutating func watch(_ x: inout Variable) -> Node {
    let node = x.node ?? append(nil)
    watched.insert(node.index)
    x = Variable(value: x.value, node: node)
    return node
  }

  /// A new place for the gradient of a constant, such as a weight.
  public mutating func watchConstant() -> Node {
    let node = append(nil)
    watched.insert(node.index)
    return node
  }

  /// Notes an operation on one variable.
  public mutating func record(
    _ result: (value: Matrix, pullback: (Matrix) -> Matrix), of x: Variable
  ) -> Variable {
    record(result.value, through: [Edge(to: x, result.pullback)])
  }

  /// Notes an operation whose arguments' gradients are computed each by itself, where wanted.
  public mutating func record(_ value: Matrix, through edges: [Edge]) -> Variable {
    let edges = edges.filter { $0.node != nil }
    guard !edges.isEmpty else { return Variable(value) }
    let step = Step(inputs: edges.map(\.node)) { gradient in edges.map { $0.pullback(gradient) } }
    return Variable(value: value, node: append(step))
  }

  /// Notes an operation whose arguments' gradients are computed together.
  public mutating func record(
    _ value: Matrix, of inputs: [Variable], pullback: @escaping (Matrix) -> [Matrix]
  ) -> Variable {
    record(value, of: inputs.map(\.node), pullback: pullback)
  }

  /// Notes an operation by the places of its arguments, nil for constants.
  public mutating func record(
    _ value: Matrix, of inputs: [Node?], pullback: @escaping (Matrix) -> [Matrix]
  ) -> Variable {
    guard inputs.contains(where: { $0 != nil }) else { return Variable(value) }
    return Variable(value: value, node: append(Step(inputs: inputs, pullback: pullback)))
  }

  /// Adds a variable to another, in the other's own memory where nothing else holds it.
  public mutating func add(_ x: Variable, to sum: inout Variable) {
    sum.value += x.value
    guard x.node != nil || sum.node != nil else { return }
    let step = Step(inputs: [x.node, sum.node]) { [$0, $0] }
    sum = Variable(value: sum.value, node: append(step))
  }

  private mutating func append(_ step: Step?) -> Node {
    steps.append(step)
    return Node(index: steps.count - 1)
  }
}

extension Tape {
  /// Takes a gradient back from a variable to all that are watched, adding to what they have.
  ///
  /// A step's memory is freed once the gradient has passed it, so each can be passed but once.
  ///
  /// - Parameters:
  ///   - gradient: The gradient of `output`, shaped like it.
  ///   - output: A variable of this tape; a constant has no effect.
  public mutating func pullBack(_ gradient: Matrix, from output: Variable) {
    precondition(
      gradient.rows == output.value.rows && gradient.columns == output.value.columns,
      """
      pullBack: a gradient [\(gradient.rows), \(gradient.columns)] \
      of [\(output.value.rows), \(output.value.columns)]
      """)
    guard let node = output.node else { return }
    accumulate(gradient, at: node)
    for index in (0...node.index).reversed() {
      guard let gradient = gradients[index], let step = steps[index] else { continue }
      if !watched.contains(index) { gradients[index] = nil }
      steps[index] = nil
      for (input, part) in zip(step.inputs, step.pullback(gradient)) {
        if let input { accumulate(part, at: input) }
      }
    }
  }

  /// The gradient of a watched variable; nil where none has come back to it.
  public func gradient(of x: Variable) -> Matrix? { x.node.flatMap { gradient(at: $0) } }

  /// The gradient that has come back to a watched place.
  public func gradient(at node: Node) -> Matrix? { gradients[node.index] }

  private mutating func accumulate(_ gradient: Matrix, at node: Node) {
    if gradients[node.index] == nil {
      gradients[node.index] = gradient
    } else {
      gradients[node.index]? += gradient
    }
  }
}
