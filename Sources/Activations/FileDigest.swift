import Digests

/// The SHA-256 of a file, as manifests list it.
func sha256(ofFile path: String) throws(ActivationError) -> String {
  do {
    return try SHA256.ofFile(path)
  } catch {
    throw ActivationError(code: .cannotRead, message: error.message, path: error.path)
  }
}
