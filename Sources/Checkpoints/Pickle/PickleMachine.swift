import Tensors

/// Reads pickles of protocols 2 to 5 without running anything that they name.
///
/// A pickle is a program for a stack. This machine makes containers, numbers and texts; what calls a
/// class or function goes through `PyTorchGlobals`, which knows tensors, and leaves an inert record
/// of everything else. Work and memory are linear in the pickle's length, and bounded.
///
/// Source: `pickletools.py` of CPython 3.13, which defines the opcodes.
struct PickleMachine: ~Escapable {
  var cursor: ByteCursor
  var heap = PickleHeap()

  /// How many more steps are taken; a model's state takes some hundred for each tensor.
  var stepsLeft = 2_000_000

  /// How many more bytes may be written as text, which none of them can be twice.
  var encodedBytesLeft: Int

  /// Whether this pickle stands in the bytes of another.
  let isNested: Bool

  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]

  /// Makes a machine that reads from where a cursor stands.
  @_lifetime(copy cursor)
  init(_ cursor: ByteCursor, isNested: Bool = false) {
    self.cursor = cursor
    self.isNested = isNested
    encodedBytesLeft = cursor.bytes.byteCount
  }

  /// Reads one pickle, to its end.
  mutating func run() throws(CheckpointError) -> PickleValue {
    stack = []
    marks = []
    memo = [:]
    while true {
      let opcode = try cursor.take(UInt8.self, for: "a pickle's next step")
      if opcode == UInt8(ascii: ".") { return try pop() }
      stepsLeft -= 1
      guard stepsLeft > 0 else {
        throw cursor.error(.unsupported, "the pickle takes more steps than any file of weights")
      }
      try step(opcode)
    }
  }

  private mutating func step(_ opcode: UInt8) throws(CheckpointError) {
    switch opcode {
    case 0x80: try checkProtocol()
    case 0x95: _ = try cursor.take(UInt64.self, for: "a frame's length")
    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88, 0x89: stack.append(.flag(opcode == 0x88))
    case UInt8(ascii: "J"): push(try cursor.take(Int32.self, for: "a number"))
    case UInt8(ascii: "K"): push(try cursor.take(UInt8.self, for: "a number"))
    case UInt8(ascii: "M"): push(try cursor.take(UInt16.self, for: "a number"))
    case UInt8(ascii: "G"): try pushReal()
    case 0x8A: try pushLong(UInt64(try cursor.take(UInt8.self, for: "a length")))
    case 0x8B: try pushLong(UInt64(try cursor.take(UInt32.self, for: "a length")))
    case 0x8C, UInt8(ascii: "U"): try pushText(try cursor.take(UInt8.self, for: "a length"))
    case UInt8(ascii: "X"), UInt8(ascii: "T"):
      try pushText(try cursor.take(UInt32.self, for: "a length"))
    case 0x8D: try pushText(try cursor.take(UInt64.self, for: "a length"))
    case UInt8(ascii: "C"): try pushBytes(try cursor.take(UInt8.self, for: "a length"))
    case UInt8(ascii: "B"): try pushBytes(try cursor.take(UInt32.self, for: "a length"))
    case 0x8E, 0x96: try pushBytes(try cursor.take(UInt64.self, for: "a length"))
    default: try stepOverContainers(opcode)
    }
  }

  private mutating func stepOverContainers(_ opcode: UInt8) throws(CheckpointError) {
    switch opcode {
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "0"): _ = try pop()
    case UInt8(ascii: "1"): _ = try popMark()
    case UInt8(ascii: "2"): stack.append(try top())
    case UInt8(ascii: "]"), UInt8(ascii: ")"), 0x8F: stack.append(heap.sequence([]))
    case UInt8(ascii: "}"): stack.append(heap.dictionary())
    case UInt8(ascii: "t"), UInt8(ascii: "l"), 0x91: stack.append(heap.sequence(try popMark()))
    case 0x85, 0x86, 0x87: stack.append(heap.sequence(try pop(Int(opcode) - 0x84)))
    case UInt8(ascii: "d"): stack.append(heap.dictionary(try pairs(try popMark())))
    case UInt8(ascii: "a"): try extend(by: try pop(1))
    case UInt8(ascii: "e"), 0x90: try extend(by: try popMark())
    case UInt8(ascii: "s"): try set(try pairs(try pop(2)))
    case UInt8(ascii: "u"): try set(try pairs(try popMark()))
    default: try stepOverMemo(opcode)
    }
  }

  private mutating func stepOverMemo(_ opcode: UInt8) throws(CheckpointError) {
    switch opcode {
    case UInt8(ascii: "q"): memo[Int(try cursor.take(UInt8.self, for: "a memo"))] = try top()
    case UInt8(ascii: "r"): memo[Int(try cursor.take(UInt32.self, for: "a memo"))] = try top()
    case 0x94: memo[memo.count] = try top()
    case UInt8(ascii: "h"): try recall(Int(try cursor.take(UInt8.self, for: "a memo")))
    case UInt8(ascii: "j"): try recall(Int(try cursor.take(UInt32.self, for: "a memo")))
    default: try stepOverObjects(opcode)
    }
  }

  private mutating func stepOverObjects(_ opcode: UInt8) throws(CheckpointError) {
    switch opcode {
    case UInt8(ascii: "c"):
      let module = try line()
      stack.append(.global("\(module).\(try line())"))
    case 0x93:
      let names = try pop(2)
      guard case .text(let module) = names[0], case .text(let name) = names[1] else {
        throw cursor.error(.malformed, "the pickle names a class by something that is no text")
      }
      stack.append(.global("\(module).\(name)"))
    case UInt8(ascii: "R"), 0x81:
      let call = try pop(2)
      stack.append(try value(ofCalling: call[0], with: call[1]))
    case 0x92:
      let call = try pop(3)
      stack.append(try value(ofCalling: call[0], with: call[1]))
    case UInt8(ascii: "b"):
      let state = try pop()
      if case .record(let index) = try top() { heap.records[index].state = state }
    case UInt8(ascii: "Q"):
      stack.append(heap.storage(try PyTorchStorage(try pop(), heap, cursor)))
    default:
      throw cursor.error(
        .unsupported, "the pickle has a step of kind \(opcode), which Thresher does not read",
        at: cursor.offset - 1)
    }
  }
}

/// The stack.
extension PickleMachine {
  private mutating func push(_ number: some BinaryInteger) {
    stack.append(.integer(Int(number)))
  }

  private func top() throws(CheckpointError) -> PickleValue {
    guard let value = stack.last, stack.count > marks.last ?? 0 else { throw underflow }
    return value
  }

  private mutating func pop() throws(CheckpointError) -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func pop(_ count: Int) throws(CheckpointError) -> [PickleValue] {
    guard stack.count - (marks.last ?? 0) >= count else { throw underflow }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popMark() throws(CheckpointError) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw underflow }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private var underflow: CheckpointError {
    cursor.error(.malformed, "the pickle takes more from its stack than is there")
  }

  private mutating func recall(_ index: Int) throws(CheckpointError) {
    guard let value = memo[index] else {
      throw cursor.error(.malformed, "the pickle recalls memo \(index), which it never stored")
    }
    stack.append(value)
  }
}

/// Numbers, texts and containers.
extension PickleMachine {
  private mutating func pushReal() throws(CheckpointError) {
    let bits = UInt64(bigEndian: try cursor.take(UInt64.self, for: "a number"))
    stack.append(.real(Double(bitPattern: bits)))
  }

  private mutating func pushLong(_ byteCount: UInt64) throws(CheckpointError) {
    let range = try cursor.take(byteCount, for: "a number")
    guard range.count <= 8 else { return stack.append(.bytes(range)) }
    let digits = range.map { cursor[$0] }
    let fill: UInt64 = (digits.last ?? 0) & 0x80 == 0 ? 0 : .max
    stack.append(
      .integer(Int(bitPattern: UInt(digits.reversed().reduce(fill) { $0 << 8 | UInt64($1) }))))
  }

  private mutating func pushText(_ length: some BinaryInteger) throws(CheckpointError) {
    stack.append(.text(cursor.text(try cursor.take(UInt64(length), for: "a text"))))
  }

  private mutating func pushBytes(_ length: some BinaryInteger) throws(CheckpointError) {
    stack.append(.bytes(try cursor.take(UInt64(length), for: "a run of bytes")))
  }

  private mutating func line() throws(CheckpointError) -> String {
    let start = cursor.offset
    while let byte = cursor.next, byte != UInt8(ascii: "\n") { cursor.advance() }
    let range = start..<cursor.offset
    _ = try cursor.take(1, for: "a line's end")
    return cursor.text(range)
  }

  private func pairs(
    _ values: [PickleValue]
  ) throws(CheckpointError) -> [(key: PickleValue, value: PickleValue)] {
    guard values.count % 2 == 0 else {
      throw cursor.error(.malformed, "the pickle gives a dictionary a key without a value")
    }
    return stride(from: 0, to: values.count, by: 2).map { (values[$0], values[$0 + 1]) }
  }

  /// Adds items to the sequence on top of the stack; other objects stay as they are.
  private mutating func extend(by items: [PickleValue]) throws(CheckpointError) {
    if case .sequence(let index) = try top() { heap.sequences[index] += items }
  }

  /// Adds pairs to the dictionary on top of the stack; other objects stay as they are.
  private mutating func set(
    _ pairs: [(key: PickleValue, value: PickleValue)]
  ) throws(CheckpointError) {
    if case .dictionary(let index) = try top() { heap.dictionaries[index] += pairs }
  }
}
