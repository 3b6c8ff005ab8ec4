import Checkpoints
import Foundation
import Tensors

extension Benchmark {
  /// A file of weights to float32, in GB of the values a second.
  static let reading = Benchmark(
    name: "reading", summary: "64 MB of float32 from a file that is in memory"
  ) {
    let folder = NSTemporaryDirectory() + "thresher-reading-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let values = (0..<1 << 24).map { Float($0 % 1024) / 1024 }
    let tensor = Tensor(shape: [4096, 4096], elements: values)
    for format in FloatFormat.allCases {
      let path = "\(folder)/\(format.rawValue).safetensors"
      try Safetensors.write([("w", tensor)], storedAs: format, to: path)
      try report("safetensors \(format.rawValue)", path)
    }
    try Numpy.write(archive: [("w", tensor)], to: folder + "/w.npz")
    try report("npz float32", folder + "/w.npz")
  }
}

private func report(_ name: String, _ path: String) throws {
  let time = try seconds {
    let checkpoint = try openCheckpoint(at: path)
    let matrix = try checkpoint.tensor("w").matrix
    precondition(matrix[0, 1025] == 1.0 / 1024, "reading: a wrong value")
  }
  print("  \(name): \(figure(Double(1 << 26) / time / 1e9)) GB/s")
}
