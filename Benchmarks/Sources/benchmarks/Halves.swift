import Tensors

extension Benchmark {
  /// Floats of 16 bits to float32 and back, beside copying float32.
  static let halves = Benchmark(
    name: "halves", summary: "rows of 4096 floats, one thread"
  ) {
    for format in FloatFormat.allCases {
      let values = [Float](repeating: 0.3, count: 4096)
      var bytes = [UInt8](repeating: 0, count: 4096 * format.byteCount)
      var found = [Float](repeating: 0, count: 4096)
      let write = seconds {
        for _ in 0..<1000 {
          var target = bytes.mutableSpan
          var raw = target.mutableBytes
          format.encode(values.span, into: &raw)
        }
      }
      let read = seconds {
        for _ in 0..<1000 {
          var target = found.mutableSpan
          format.decode(bytes.span.bytes, into: &target)
        }
      }
      precondition(abs(found[4095] - 0.3) < 0.002, "halves: a wrong number")
      print(
        "  \(format.rawValue): read \(figure(4.096e-3 / read, digits: 2)) G/s,",
        "written \(figure(4.096e-3 / write, digits: 2)) G/s")
    }
  }
}
