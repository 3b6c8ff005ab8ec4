import Gradients

extension TrainingConfiguration {
  /// Puts one value of the configuration, by the name that files and options use.
  ///
  ///     try configuration.set("learning-rate", to: "3e-4")
  ///
  /// - Parameters:
  ///   - name: A name of `settingNames`.
  ///   - text: The value: a number, `true` or `false`, a word, numbers separated by commas; `none`
  ///     where there need be none.
  /// - Throws: `AutoencoderError` with code `.badConfiguration` for an unknown name, which it
  ///   compares with those there are, and for a value that cannot be read.
  public mutating func set(_ name: String, to text: String) throws(AutoencoderError) {
    guard let setting = Self.settings[name] else {
      throw AutoencoderError(
        code: .badConfiguration, message: unknownName(name, among: Self.settingNames))
    }
    guard setting.write(&self, text) else {
      throw AutoencoderError(
        code: .badConfiguration, message: "\(name): expected \(setting.kind), found '\(text)'")
    }
  }

  /// The names that `set` knows.
  public static var settingNames: [String] { settings.keys.sorted() }

  /// How one value is read.
  private struct Setting {
    /// What is expected, in words.
    let kind: String

    /// Takes a text; false where it cannot be read.
    let write: (inout TrainingConfiguration, String) -> Bool

    /// A value that a text describes by itself.
    static func value<Value: LosslessStringConvertible>(
      _ path: WritableKeyPath<TrainingConfiguration, Value>, _ kind: String
    ) -> Setting {
      Setting(kind: kind) { configuration, text in
        guard let value = Value(text) else { return false }
        configuration[keyPath: path] = value
        return true
      }
    }

    /// The same where there need be none.
    static func optional<Value: LosslessStringConvertible>(
      _ path: WritableKeyPath<TrainingConfiguration, Value?>, _ kind: String
    ) -> Setting {
      Setting(kind: "\(kind) or none") { configuration, text in
        let value = Value(text)
        guard value != nil || text == "none" else { return false }
        configuration[keyPath: path] = value
        return true
      }
    }

    /// One of some words.
    static func word<Value: RawRepresentable<String> & CaseIterable>(
      _ path: WritableKeyPath<TrainingConfiguration, Value>
    ) -> Setting {
      let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
      return Setting(kind: "one of \(words)") { configuration, text in
        guard let value = Value(rawValue: text) else { return false }
        configuration[keyPath: path] = value
        return true
      }
    }
  }

  private static var settings: [String: Setting] {
    let groups = [whatSettings, sparsitySettings, optimizerSettings, deadSettings]
    return groups.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }

  private static var whatSettings: [String: Setting] {
    [
      "architecture": .word(\.architecture), "transcoder": .word(\.transcoder),
      "width": .value(\.width, "a whole number"), "k": .value(\.k, "a number"),
      "matryoshka-widths": Setting(kind: "whole numbers separated by commas") {
        let words = $1.split(separator: ",").map { Int($0.filter { $0 != " " }) }
        $0.matryoshkaWidths = words.compactMap { $0 }
        return !words.contains(nil)
      },
      "subtracts-decoder-bias": .value(\.subtractsDecoderBias, "true or false"),
      "decoder-norm": .value(\.decoderNorm, "a number"),
      "unit-norm-decoder": .value(\.unitNormDecoder, "true or false"),
      "center": .word(\.center), "input-scaling": .word(\.inputScaling),
      "folds-input-scale": .value(\.foldsInputScale, "true or false"),
      "seed": .value(\.seed, "a whole number"),
    ]
  }

  private static var sparsitySettings: [String: Setting] {
    [
      "k-start": .optional(\.kStart, "a number"),
      "k-annealing-steps": .value(\.kAnnealingSteps, "a whole number"),
      "l1-coefficient": .value(\.l1Coefficient, "a number"),
      "l0-coefficient": .value(\.l0Coefficient, "a number"),
      "sparsity-warm-up-steps": .value(\.sparsityWarmUpSteps, "a whole number"),
      "weighs-penalty-by-norm": .value(\.weighsPenaltyByNorm, "true or false"),
      "sparsity-mode": .word(\.sparsityMode), "target-l0": .optional(\.targetL0, "a number"),
      "bandwidth": .value(\.bandwidth, "a number"),
      "initial-threshold": .value(\.initialThreshold, "a number"),
      "tanh-scale": .value(\.tanhScale, "a number"),
      "passes-estimate-to-input": .value(\.passesEstimateToInput, "true or false"),
      "threshold-rate": .value(\.thresholdRate, "a number"),
    ]
  }

  private static var optimizerSettings: [String: Setting] {
    [
      "steps": .value(\.steps, "a whole number"),
      "learning-rate": .value(\.learningRate.peak, "a number"),
      "warm-up-steps": .value(\.learningRate.warmUpSteps, "a whole number"),
      "decay": .word(\.learningRate.decay),
      "decay-steps": .value(\.learningRate.decaySteps, "a whole number"),
      "beta1": .value(\.adam.beta1, "a number"), "beta2": .value(\.adam.beta2, "a number"),
      "epsilon": .value(\.adam.epsilon, "a number"),
      "weight-decay": .value(\.adam.weightDecay, "a number"),
      "largest-gradient": .optional(\.largestGradient, "a number"),
      "spike-factor": .optional(\.spikeFactor, "a number"),
      "average-decay": .optional(\.averageDecay, "a number"),
    ]
  }

  private static var deadSettings: [String: Setting] {
    [
      "auxiliary-coefficient": .value(\.auxiliaryCoefficient, "a number"),
      "auxiliary-k": .optional(\.auxiliaryK, "a whole number"),
      "dead-after-rows": .value(\.deadAfterRows, "a whole number"),
      "dead-pull-coefficient": .value(\.deadPullCoefficient, "a number"),
      "resample-every-steps": .value(\.resampleEverySteps, "a whole number"),
    ]
  }
}

/// What to say of a name that is not known: the nearest that is, or all of them.
public func unknownName(_ name: String, among names: [String]) -> String {
  let nearest = names.min { distance($0, name) < distance($1, name) }
  if let nearest, distance(nearest, name) <= max(2, name.count / 3) {
    return "unknown key '\(name)': did you mean '\(nearest)'?"
  }
  return "unknown key '\(name)': expected one of \(names.joined(separator: ", "))"
}

/// How many letters must be put in, taken out or changed. (Levenshtein 1966.)
private func distance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a), Array(b))
  var row = Array(0...b.count)
  for i in a.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let change = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
