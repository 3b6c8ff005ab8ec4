import Checkpoints
import Foundation
import Tensors

extension Probe {
  /// Writes `probe.json` and `probe.safetensors` into a folder, which is made where it is missing.
  ///
  /// The tensors are `coefficients`, shape `[width]`, and `intercept`, shape `[1]`, in float32; the
  /// numbers of `probe.json` are exact.
  ///
  /// - Parameter folder: The folder.
  /// - Throws: `ProbeError` with code `.file` when the system would not write.
  public func write(to folder: String) throws(ProbeError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let tensors = [
        ("coefficients", Tensor(shape: [width], elements: denseCoefficients)),
        ("intercept", Tensor(shape: [1], elements: [Float(intercept)])),
      ]
      try Safetensors.write(
        tensors, metadata: ["site": site, "label": label], to: folder + "/probe.safetensors")
      var file = try AtomicFile(path: folder + "/probe.json")
      try file.write([UInt8](encoder.encode(self)).span.bytes)
      try file.commit()
    } catch let error as CheckpointError {
      throw ProbeError(code: .file, message: error.message, path: error.path)
    } catch let error as FileError {
      throw ProbeError(code: .file, message: error.message, path: error.path)
    } catch {
      throw ProbeError(code: .file, message: error.localizedDescription, path: folder)
    }
  }

  /// Reads the probe that `write(to:)` left in a folder, or a `probe.json` itself.
  ///
  /// - Parameter path: The folder, or the file.
  /// - Throws: `ProbeError` with code `.file` when there is none, and `.badFile` when it is not a
  ///   probe's.
  public init(path: String) throws(ProbeError) {
    let file = path.hasSuffix(".json") ? path : path + "/probe.json"
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ProbeError(
        code: .file, message: "there is no such file: train a probe with --output first",
        path: file)
    }
    do {
      self = try JSONDecoder().decode(Probe.self, from: data)
    } catch {
      throw ProbeError(code: .badFile, message: "it is not a probe: \(error)", path: file)
    }
    let bad = active.first { !(0..<width).contains($0.index) || !$0.coefficient.isFinite }
    if let bad {
      throw ProbeError(
        code: .badFile,
        message: "column \(bad.index) of \(width) has the coefficient \(bad.coefficient)",
        path: file)
    }
  }

  private var denseCoefficients: [Float] {
    var dense = [Float](repeating: 0, count: width)
    for entry in active { dense[entry.index] = Float(entry.coefficient) }
    return dense
  }
}
