public import Analysis
public import ArgumentParser

extension PatchDirection: ExpressibleByArgument {}
extension PatchAxes: ExpressibleByArgument {}
extension Metric: ExpressibleByArgument {}
extension TaskScores.Group.Kind: ExpressibleByArgument {}
extension UnitReplacement: ExpressibleByArgument {}

extension AlignmentRule: ExpressibleByArgument {
  /// Reads `start`, `end` or `index`.
  public init?(argument: String) {
    switch argument {
    case "start": self = .start
    case "end": self = .end
    case "index": self = .index
    case "none": self = .equalLengths
    default: return nil
    }
  }

  public var defaultValueDescription: String { "none" }
}

/// Where the numbers come from that are patched in, by name.
enum PatchSourceName: String, ExpressibleByArgument, CaseIterable {
  case resample, zero, mean, noise, steer
}

/// Units named on the command line.
enum UnitNames {
  /// Heads by `LAYER.HEAD`, separated by commas.
  static func heads(_ text: String) throws -> [HeadName] {
    try text.split(separator: ",").map { try HeadName($0) }
  }

  /// What reads at the end of a path: `logits`, `10.7.q`, or `mlp9`; separated by commas.
  static func receivers(_ text: String) throws -> [PathReceiver] {
    try text.split(separator: ",").map { word in
      if word == "logits" { return .logits }
      if word.hasPrefix("mlp"), let layer = Int(word.dropFirst(3)) { return .mlp(layer: layer) }
      let words = word.split(separator: ".")
      guard words.count == 3, let input = PathReceiver.Input(rawValue: String(words[2])) else {
        throw ValidationError(
          "'\(word)': expected what reads as LAYER.HEAD.q, .k or .v, as mlpLAYER, or logits")
      }
      return .head(try HeadName("\(words[0]).\(words[1])"), input)
    }
  }
}
