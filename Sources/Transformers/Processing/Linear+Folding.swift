import Tensors

extension Linear {
  /// Makes this layer do to a normalization's quotient what it did to its result.
  ///
  ///     weight'[input, output] = scale[input] · weight[input, output]
  ///     bias'[output]          = bias[output] + Σ_input shift[input] · weight[input, output]
  ///
  /// - Parameters:
  ///   - norm: The scale and shift; nil where there are none, and nothing changes.
  ///   - centering: Whether each output's weights lose their mean, which a quotient that is centred
  ///     itself does not notice.
  mutating func fold(_ norm: NormalizationWeights?, centering: Bool) {
    guard let norm else { return }
    if let shift = norm.shift { bias = self(shift).value }
    scaleInputs(by: norm.scale)
    if centering { centerInputs() }
  }

  private mutating func scaleInputs(by scale: Matrix) {
    switch layout {
    case .inputOutput:
      weight.forEachRow { index, row in
        let factor = scale[0, index]
        for i in row.indices { row[i] *= factor }
      }
    case .outputInput:
      weight.forEachRow { _, row in
        let factors = scale[row: 0]
        for i in row.indices { row[i] *= factors[i] }
      }
    }
  }

  /// Takes off each output's weights their mean.
  private mutating func centerInputs() {
    if layout == .inputOutput { weight.centerColumns() } else { weight.centerRows() }
  }

  /// Takes off each input's weights, and off the bias, their mean.
  mutating func centerOutputs() {
    if layout == .inputOutput { weight.centerRows() } else { weight.centerColumns() }
    bias?.centerRows()
  }
}
