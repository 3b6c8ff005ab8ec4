import Glibc
import Tensors

/// The tokens of a corpus on disk, one document after another, each behind the token that opens it.
///
/// Little-endian numbers of 16 bits, or of 32 where the vocabulary needs them: the `.bin` files of
/// nanoGPT and sparsify. The file is mapped, so that a corpus of any size takes no memory.
struct TokenFile: Sendable {
  private let file: MappedFile
  private let width: Int

  /// How many tokens there are.
  var count: Int { file.byteCount / width }

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - vocabularySize: Every token is below it.
  /// - Throws: `PretrainingError` where there is no such file, or it is cut short.
  init(path: String, vocabularySize: Int) throws(PretrainingError) {
    width = Self.width(of: vocabularySize)
    do {
      file = try MappedFile(path: path)
    } catch {
      throw PretrainingError(code: .file, message: error.message, path: path)
    }
    guard file.byteCount % width == 0 else {
      throw PretrainingError(
        code: .badFile,
        message: "expected numbers of \(width) bytes, found \(file.byteCount) bytes", path: path)
    }
  }

  /// The token at a place.
  subscript(index: Int) -> Int {
    let (bytes, offset) = (file.span, index * width)
    return (0..<width).reduce(0) { number, byte in
      number | Int(bytes.unsafeLoad(fromByteOffset: offset + byte, as: UInt8.self)) << (8 * byte)
    }
  }

  static func width(of vocabularySize: Int) -> Int { vocabularySize <= 1 << 16 ? 2 : 4 }

  /// A file being written, which gets its name when it is whole.
  struct Writer: ~Copyable {
    private var file: AtomicFile
    private let width: Int

    init(path: String, vocabularySize: Int) throws(FileError) {
      file = try AtomicFile(path: path)
      width = TokenFile.width(of: vocabularySize)
    }

    mutating func append(_ tokens: [Int]) throws(FileError) {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(tokens.count * width)
      for token in tokens {
        for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: token >> (8 * byte))) }
      }
      try file.write(bytes.span.bytes)
    }

    consuming func finish() throws(FileError) { try file.commit() }
  }
}
