import CCrypto

/// The SHA-256 digest of bytes that arrive piece by piece.
///
/// Cutting the bytes into other pieces does not change the digest.
///
/// Source: FIPS 180-4; libcrypto computes it.
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  /// Starts the digest of no bytes.
  public init() {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("SHA256: no memory") }
    self.context = context
    precondition(
      EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "SHA256: libcrypto does not offer it")
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes in the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    precondition(
      EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "SHA256: update failed")
  }

  /// Takes in the next bytes.
  public mutating func update(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Ends the digest, and returns it as 64 lower-case hexadecimal digits.
  public consuming func finalize() -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    precondition(
      EVP_DigestFinal_ex(context, &digest, &count) == 1, "SHA256: libcrypto does not end it")
    return hexadecimal(digest.prefix(Int(count)))
  }

  /// The digest of bytes that are all at hand.
  public static func of(_ bytes: [UInt8]) -> String {
    var digest = SHA256()
    bytes.withUnsafeBytes { digest.update($0) }
    return digest.finalize()
  }
}

/// The digits of bytes, two for each, in lower case.
private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  return String(decoding: text, as: UTF8.self)
}
