import Foundation

/// A number in at most four digits, for people.
func short(_ value: Double) -> String { String(format: "%.4g", value) }
