import Foundation

extension LogitFit {
  /// The table that statsmodels' `Logit.summary()` prints, without the date and time.
  ///
  /// - Parameters:
  ///   - label: What stands for the dependent variable.
  ///   - column: What stands for the column.
  /// - Returns: Lines of 78 characters.
  public func summary(label: String = "y", column: String = "x1") -> String {
    let rule = String(repeating: "=", count: 78)
    let margin = String(repeating: " ", count: 27)
    let titles = cells("", ["coef", "std err", "z", "P>|z|", "[0.025", "0.975]"])
    let lines =
      [margin + "Logit Regression Results" + margin, rule] + heading(label: label)
      + [rule, titles, String(repeating: "-", count: 78)]
      + [row("const", interceptEstimate), row(String(column.prefix(12)), slopeEstimate), rule]
    return (lines + remarks).joined(separator: "\n")
  }

  private func heading(label: String) -> [String] {
    let converged = separation == .none && converged ? "True" : "False"
    return [
      pair("Dep. Variable:", String(label.suffix(20)), "No. Observations:", "\(count)"),
      pair("Model:", "Logit", "Df Residuals:", "\(count - 2)"),
      pair("Method:", "MLE", "Df Model:", "1"),
      pair("", "", "Pseudo R-squ.:", formatted("%#8.4g", pseudoR2)),
      pair("", "", "Log-Likelihood:", formatted("%#8.5g", logLikelihood)),
      pair("converged:", converged, "LL-Null:", formatted("%#8.5g", nullLogLikelihood)),
      pair("Covariance Type:", "nonrobust", "LLR p-value:", formatted("%#6.4g", likelihoodRatioP)),
    ]
  }

  private func pair(_ a: String, _ b: String, _ c: String, _ d: String) -> String {
    a + padded(b, 37 - a.count) + "   " + c + padded(d, 38 - c.count)
  }

  private func row(_ name: String, _ estimate: Estimate) -> String {
    cells(
      name,
      [
        general(estimate.value, digits: 4), general(estimate.standardError, digits: 3),
        formatted("%.3f", estimate.z), formatted("%.3f", estimate.p),
        general(estimate.lower, digits: 3), general(estimate.upper, digits: 3),
      ])
  }

  private func cells(_ name: String, _ texts: [String]) -> String {
    name + padded(texts[0], 21 - name.count)
      + zip(texts.dropFirst(), [11, 11, 11, 12, 12]).map { padded($0, $1) }.joined()
  }

  private var remarks: [String] {
    switch separation {
    case .none: converged ? [] : ["", "The method did not converge."]
    case .complete: ["", "The classes are completely separated: there is no estimate."]
    case .quasi: ["", "The classes are separated but for ties: there is no estimate."]
    case .constant: ["", "The column never varies: there is no estimate."]
    }
  }
}

private func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

private func formatted(_ format: String, _ value: Double) -> String {
  guard value.isFinite else { return "nan" }
  return String(format: format, value).trimmingCharacters(in: .whitespaces)
}

/// Fixed digits where they say something, else the shortest form: statsmodels' `forg`.
private func general(_ value: Double, digits: Int) -> String {
  guard value.isFinite else { return "nan" }
  let isExtreme = abs(value) >= 1e4 || abs(value) < 1e-4
  return String(format: isExtreme ? "%.\(digits)g" : "%.\(digits)f", value)
}
