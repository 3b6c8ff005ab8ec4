import Tensors

/// What calls become that concern the pickle itself; the others are `PyTorchGlobals`'.
extension PickleMachine {
  mutating func checkProtocol() throws(CheckpointError) {
    let number = try cursor.take(UInt8.self, for: "a protocol")
    guard (2...5).contains(number) else {
      throw cursor.error(
        .unsupported, "expected a pickle of protocol 2 to 5, found \(number)",
        at: cursor.offset - 1)
    }
  }

  mutating func value(
    ofCalling callee: PickleValue, with arguments: PickleValue
  ) throws(CheckpointError) -> PickleValue {
    guard case .global(let name) = callee, !isNested, let items = heap.items(arguments) else {
      return try PyTorchGlobals.call(callee, arguments, &heap, cursor)
    }
    switch (name, items.first) {
    case ("torch.storage._load_from_bytes", .bytes(let range)): return try nestedStorage(range)
    case ("torch.storage._load_from_bytes", .file(let index)): return try nestedStorage(file: index)
    case ("_codecs.encode", .text(let text)) where items.count == 2:
      return try bytes(writtenAs: text)
    default: return try PyTorchGlobals.call(callee, arguments, &heap, cursor)
    }
  }

  /// Bytes as protocol 2 writes them: a text whose characters are theirs in Latin 1.
  private mutating func bytes(writtenAs text: String) throws(CheckpointError) -> PickleValue {
    encodedBytesLeft -= text.utf8.count
    guard encodedBytesLeft >= 0, heap.files.count < 10_000 else {
      throw cursor.error(.malformed, "the pickle writes more bytes as text than it has")
    }
    var copy = try NamelessFile()
    var chunk: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else {
        throw cursor.error(.malformed, "expected bytes written as Latin 1, found U+\(scalar.value)")
      }
      chunk.append(byte)
      if chunk.count == 1 << 16 {
        try copy.write(chunk.span)
        chunk.removeAll(keepingCapacity: true)
      }
    }
    try copy.write(chunk.span)
    return heap.file(try copy.map())
  }

  /// The storage that a stream of `torch.save` in a run of bytes holds, as `pickle.dump` writes them.
  private mutating func nestedStorage(
    _ range: Range<Int>
  ) throws(CheckpointError) -> PickleValue {
    let bytes = cursor.bytes.extracting(0..<range.upperBound)
    let nested = ByteCursor(bytes, path: cursor.path, offset: range.lowerBound)
    let (storage, place) = try storage(of: nested)
    return heap.storage(storage.placed(at: place, in: "\(place.lowerBound)", nil))
  }

  private mutating func nestedStorage(file index: Int) throws(CheckpointError) -> PickleValue {
    let file = heap.files[index]
    let (storage, place) = try storage(of: ByteCursor(file.span, path: cursor.path))
    return heap.storage(storage.placed(at: place, in: "text\(index)", file))
  }

  /// The one storage of a stream, and where its numbers lie.
  private mutating func storage(
    of stream: ByteCursor
  ) throws(CheckpointError) -> (PyTorchStorage, Range<Int>) {
    var nested = PickleMachine(stream, isNested: true)
    nested.stepsLeft = stepsLeft
    let stream = try PyTorchStream(&nested)
    stepsLeft = nested.stepsLeft
    guard case .storage(let index) = stream.root,
      let place = stream.storages[nested.heap.storages[index].key]
    else { throw cursor.error(.malformed, "expected a storage's numbers in a run of bytes") }
    return (nested.heap.storages[index], place)
  }
}
