import Tensors
import TestSupport
import Testing

@testable import Activations

@Suite struct QuantizedRowTests {
  private func stored(_ row: [Float]) -> (bytes: [UInt8], scale: Float, back: [Float]) {
    let scale = quantizationScale(of: row.span)
    var bytes = [UInt8](repeating: 0, count: row.count)
    var elements = bytes.mutableSpan
    var target = elements.mutableBytes
    quantize(row.span, scale: scale, into: &target)
    var back = [Float](repeating: 0, count: row.count)
    var values = back.mutableSpan
    dequantize(bytes.span.bytes, scale: scale, into: &values)
    return (bytes, scale, back)
  }

  @Test(arguments: [Float(1e-30), 1e-3, 1, 77.7, 3e4, 1e30])
  func staysWithinTheBound(magnitude: Float) {
    let row = normalMatrix(rows: 1, columns: 301, seed: 3, scale: magnitude).elements
    let largest = row.reduce(0) { max($0, abs($1)) }
    let bound = RowFormat.int8.errorBound(of: 0, rowMaximum: largest)
    #expect(zip(row, stored(row).back).allSatisfy { abs($0 - $1) <= bound })
  }

  @Test func whatWasReadIsStoredInTheSameBytes() {
    for seed in 0..<50 {
      let row = normalMatrix(rows: 1, columns: 33, seed: UInt64(seed), scale: 5).elements
      let first = stored(row)
      let second = stored(first.back)
      #expect(first.bytes == second.bytes && first.scale == second.scale)
    }
  }

  @Test func zerosStayZeros() {
    #expect(stored([0, 0, -0]).back == [0, 0, 0])
    #expect(stored([0, 0]).scale == 0)
  }

  @Test(arguments: [RowFormat.float16, .bfloat16])
  func halvesStayWithinTheirBound(format: RowFormat) throws {
    let floats = try #require(format.floats)
    let row = normalMatrix(rows: 1, columns: 500, seed: 5, scale: 100).elements + [1e-6, -2e-8, 0]
    var bytes = [UInt8](repeating: 0, count: 2 * row.count)
    var elements = bytes.mutableSpan
    var target = elements.mutableBytes
    floats.encode(row.span, into: &target)
    var back = [Float](repeating: 0, count: row.count)
    var values = back.mutableSpan
    floats.decode(bytes.span.bytes, into: &values)
    for (value, read) in zip(row, back) {
      #expect(abs(value - read) <= format.errorBound(of: abs(value), rowMaximum: 0))
    }
  }
}
