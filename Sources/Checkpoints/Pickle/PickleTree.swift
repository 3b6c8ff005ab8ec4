/// What a pickle's value holds, laid flat: each leaf by the path of keys to it.
struct PickleTree {
  /// The tensors, in the pickle's order.
  private(set) var tensors: [(String, PyTorchTensor)] = []

  /// What else can be said in numbers and texts.
  private(set) var metadata: [String: MetadataValue] = [:]

  /// How much work is left: containers that hold one another may be reached on very many paths.
  private var stepsLeft: Int

  private let path: String

  /// Lays a value flat.
  ///
  /// - Parameters:
  ///   - root: The value.
  ///   - heap: The containers in it.
  ///   - path: The file.
  /// - Throws: `CheckpointError` when it is nested without end.
  init(_ root: PickleValue, _ heap: PickleHeap, path: String) throws(CheckpointError) {
    self.path = path
    stepsLeft = heap.sequences.reduce(250_000) { $0 + 2 * $1.count }
    try add(root, at: "", heap, depth: 0)
  }

  private mutating func add(
    _ value: PickleValue, at name: String, _ heap: PickleHeap, depth: Int
  ) throws(CheckpointError) {
    stepsLeft -= 1 + name.utf8.count / 64 + (heap.items(value)?.count ?? 0)
    guard depth <= 32 && stepsLeft > 0 else {
      throw CheckpointError(
        code: .malformed, message: "'\(name.prefix(80))' in the pickle is nested without end",
        path: path)
    }
    switch value {
    case .tensor(let index): tensors.append((name, heap.tensors[index]))
    case .flag(let flag): metadata[name] = .flag(flag)
    case .integer(let number): metadata[name] = .integer(number)
    case .real(let number): metadata[name] = .real(number)
    case .text(let text): metadata[name] = .text(text)
    case .global(let global): metadata[name] = .text(global)
    case .record(let index): try add(heap.records[index].state, at: name, heap, depth: depth + 1)
    case .dictionary(let index):
      for (key, value) in heap.dictionaries[index] {
        guard let key = text(key) else { continue }
        try add(value, at: joined(name, key), heap, depth: depth + 1)
      }
    case .sequence(let index): try add(heap.sequences[index], at: name, heap, depth: depth)
    case .none, .bytes, .file, .storage: break
    }
  }

  /// Adds a list: as a whole where it is of numbers or texts, else item by item.
  private mutating func add(
    _ items: [PickleValue], at name: String, _ heap: PickleHeap, depth: Int
  ) throws(CheckpointError) {
    let integers = items.compactMap { if case .integer(let number) = $0 { number } else { nil } }
    let texts = items.compactMap { if case .text(let text) = $0 { text } else { nil } }
    if integers.count == items.count {
      metadata[name] = .integers(integers)
    } else if texts.count == items.count {
      metadata[name] = .texts(texts)
    } else {
      for (index, item) in items.enumerated() {
        try add(item, at: joined(name, "\(index)"), heap, depth: depth + 1)
      }
    }
  }

  private func text(_ key: PickleValue) -> String? {
    switch key {
    case .text(let text): text
    case .integer(let number): String(number)
    default: nil
    }
  }

  private func joined(_ name: String, _ key: String) -> String {
    name.isEmpty ? key : "\(name).\(key)"
  }
}
