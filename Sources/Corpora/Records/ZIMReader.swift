#if ZIM
import CZim

/// Reads the pages of a Kiwix archive, in the order in which they are packed.
final class ZIMReader: RecordReader {
  private(set) var place: RecordPlace
  private let archive: OpaquePointer
  private let entryCount: Int
  private let file: FileList.File
  private let limit: Int

  init(
    _ file: FileList.File, at place: RecordPlace, limits: DocumentLimits
  ) throws(CorpusError) {
    var message = [CChar](repeating: 0, count: 256)
    guard let archive = thresher_zim_open(file.path, &message, message.count) else {
      throw Self.fault(message, file.path)
    }
    self.archive = archive
    entryCount = thresher_zim_entry_count(archive)
    self.file = file
    self.place = place
    limit = limits.maximumByteCount
  }

  /// As if all entries were of one length.
  var packedByteCount: Int {
    Int(Double(fileByteCount(file.path)) * Double(place.entry) / Double(max(entryCount, 1)))
  }

  deinit { thresher_zim_close(archive) }

  func next(isWanted: Bool) throws(CorpusError) -> Record? {
    var message = [CChar](repeating: 0, count: 256)
    while place.entry < entryCount {
      var page = thresher_zim_page()
      let kind = thresher_zim_read(
        archive, place.entry, isWanted ? limit : 0, &page, &message, message.count)
      place.entry += 1
      if kind < 0 { return .fault(Self.fault(message, file.path)) }
      if kind > 0 { return isWanted ? record(page) : .unread }
    }
    return nil
  }

  private func record(_ page: thresher_zim_page) -> Record {
    let name = String(cString: page.path)
    guard page.byte_count <= limit else {
      return .fault(
        CorpusError(
          code: .tooLarge,
          message: "expected a document of at most \(limit) bytes, found \(page.byte_count)",
          path: "\(file.path)/\(name)"))
    }
    let bytes = UnsafeRawBufferPointer(start: page.bytes, count: page.byte_count)
    return .page(
      PageRecord(
        bytes: Array(bytes), isHTML: true, id: "\(file.id)/\(name)", path: "\(file.path)/\(name)",
        title: String(cString: page.title)))
  }

  private static func fault(_ message: [CChar], _ path: String) -> CorpusError {
    let bytes = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return CorpusError(
      code: .brokenArchive,
      message: "expected a ZIM file: \(String(decoding: bytes, as: UTF8.self))", path: path)
  }
}
#else
/// Says that Kiwix archives are not built in.
final class ZIMReader: RecordReader {
  let place = RecordPlace()
  let packedByteCount = 0

  init(
    _ file: FileList.File, at place: RecordPlace, limits: DocumentLimits
  ) throws(CorpusError) {
    throw CorpusError(
      code: .unsupportedFormat,
      message: "this thresher is built without ZIM; install libzim-dev and build it with "
        + "'swift build -c release --traits ZIM'", path: file.path)
  }

  func next(isWanted: Bool) throws(CorpusError) -> Record? { nil }
}
#endif
