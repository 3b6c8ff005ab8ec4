import Tensors

/// A value that a pickle describes; what is large stands in a `PickleHeap`, by its index.
///
/// Values hold no references, so a pickle that nests or ties them together costs no more than its
/// length: freeing and comparing never recurse.
enum PickleValue: Sendable {
  case none
  case flag(Bool)
  case integer(Int)
  case real(Double)
  case text(String)

  /// Where in the file bytes lie, or a whole number of more than 63 bits, its lowest byte first.
  case bytes(Range<Int>)

  /// Bytes that the pickle writes as text, in a file of their own.
  case file(Int)

  /// A list, tuple or set.
  case sequence(Int)
  case dictionary(Int)

  /// The name of a class or function, which is never looked up.
  case global(String)

  /// An object of a class that this machine does not know.
  case record(Int)
  case storage(Int)
  case tensor(Int)
}

/// The containers, objects and tensors that a pickle makes.
struct PickleHeap: Sendable {
  var sequences: [[PickleValue]] = []
  var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  var records: [PickleRecord] = []
  private(set) var files: [MappedFile] = []
  private(set) var storages: [PyTorchStorage] = []
  private(set) var tensors: [PyTorchTensor] = []

  mutating func sequence(_ items: [PickleValue]) -> PickleValue {
    sequences.append(items)
    return .sequence(sequences.count - 1)
  }

  mutating func dictionary(
    _ pairs: [(key: PickleValue, value: PickleValue)] = []
  ) -> PickleValue {
    dictionaries.append(pairs)
    return .dictionary(dictionaries.count - 1)
  }

  mutating func record(_ className: String) -> PickleValue {
    records.append(PickleRecord(className: className))
    return .record(records.count - 1)
  }

  mutating func file(_ file: MappedFile) -> PickleValue {
    files.append(file)
    return .file(files.count - 1)
  }

  mutating func storage(_ storage: PyTorchStorage) -> PickleValue {
    storages.append(storage)
    return .storage(storages.count - 1)
  }

  mutating func tensor(_ tensor: PyTorchTensor) -> PickleValue {
    tensors.append(tensor)
    return .tensor(tensors.count - 1)
  }

  /// The items of a sequence; nil for any other value.
  func items(_ value: PickleValue) -> [PickleValue]? {
    if case .sequence(let index) = value { sequences[index] } else { nil }
  }

  /// The items of a sequence of at most 64 whole numbers; nil for any other value.
  func lengths(_ value: PickleValue) -> [Int]? {
    guard let items = items(value), items.count <= 64 else { return nil }
    let lengths = items.compactMap { if case .integer(let number) = $0 { number } else { nil } }
    return lengths.count == items.count ? lengths : nil
  }
}

/// What is known of an object whose class is not: nothing of it is run.
struct PickleRecord: Sendable {
  let className: String
  var state: PickleValue = .none
}
