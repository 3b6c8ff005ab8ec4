import Dispatch
import Synchronization

/// What is made of a corpus's documents by several threads at once, in the documents' order.
///
/// A few documents for each thread are read ahead, up to some 16 MB of them; decoding them, the
/// checks and the work itself are shared. What comes does not depend on the number of threads.
public final class PreparedDocuments<Value: Sendable> {
  /// What a corpus gives at one place.
  public enum Item: Sendable {
    /// What was made of a document.
    case value(Value)
    /// No document, for this reason.
    case passedOver(CorpusError)
  }

  private typealias Outcome = (item: DocumentStream.Item, value: Value?)

  private let documents: DocumentStream
  private let threadCount: Int
  private let work: @Sendable (Document) -> Value
  private var ready: ArraySlice<(DocumentStream.Reading, Outcome)> = []

  /// The place behind the last item: what a later stream begins at to go on.
  public var cursor: CorpusCursor { documents.cursor }

  /// How many bytes of the files, as they lie on disk, were passed with the last item.
  public var packedByteCount: Int { documents.packedByteCount }

  /// Begins to work on documents.
  ///
  /// - Parameters:
  ///   - documents: The documents; nobody else may read from them.
  ///   - threadCount: How many threads work.
  ///   - work: What is made of a document.
  public init(
    _ documents: DocumentStream, threadCount: Int, work: @escaping @Sendable (Document) -> Value
  ) {
    precondition(threadCount >= 1, "PreparedDocuments: \(threadCount) threads")
    self.documents = documents
    self.threadCount = threadCount
    self.work = work
  }

  /// What was made of the next document, or why it is passed over; nil behind the last.
  public func next() -> Item? {
    if ready.isEmpty { ready = prepare(readAhead())[...] }
    guard let (reading, outcome) = ready.popFirst() else { return nil }
    documents.note(outcome.item, of: reading)
    switch outcome.item {
    case .passedOver(let error): return .passedOver(error)
    case .document: return outcome.value.map { .value($0) }
    }
  }

  private func readAhead() -> [DocumentStream.Reading] {
    var readings: [DocumentStream.Reading] = []
    var byteCount = 0
    while readings.count < 8 * threadCount, byteCount < 16 << 20, let reading = documents.read() {
      byteCount += reading.record.byteCount
      readings.append(reading)
    }
    return readings
  }

  private func prepare(
    _ readings: [DocumentStream.Reading]
  ) -> [(DocumentStream.Reading, Outcome)] {
    let outcomes = Mutex<[Int: Outcome]>([:])
    let next = Atomic<Int>(0)
    let (limits, work) = (documents.limits, self.work)
    DispatchQueue.concurrentPerform(iterations: min(threadCount, readings.count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < readings.count else { return }
        let item = DocumentStream.item(of: readings[index].record, limits)
        var value: Value?
        if case .document(let document) = item { value = work(document) }
        outcomes.withLock { [value] in $0[index] = (item, value) }
      }
    }
    let found = outcomes.withLock { $0 }
    return readings.enumerated().compactMap { index, reading in
      found[index].map { (reading, $0) }
    }
  }
}

extension Record {
  /// How many bytes it holds.
  fileprivate var byteCount: Int {
    switch self {
    case .page(let page): page.bytes.count
    case .line(let line): line.bytes.count
    case .fault, .unread: 0
    }
  }
}
