import Foundation

/// Numbers in a sentence: `1.5, −2, 0.25`.
func listed(_ values: [Double]) -> String { values.map(decimal).joined(separator: ", ") }

/// A number in a sentence, to four digits.
func decimal(_ value: Double) -> String {
  value.isFinite ? String(format: "%.4g", value) : "undefined"
}
