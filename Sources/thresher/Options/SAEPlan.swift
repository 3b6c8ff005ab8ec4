import ArgumentParser
import Autoencoders
import Foundation

/// One run of `train sae`: what is trained, on which site, into which folder.
struct SAEPlan {
  /// Where the autoencoder goes.
  let folder: String

  /// The site that it reads: a name or, until sites are chosen, a glob.
  private(set) var site: String

  /// The site that a transcoder makes of it; nil for an autoencoder.
  private(set) var outputSite: String?

  /// How it is trained.
  let configuration: TrainingConfiguration
}

extension SAEPlan {
  /// The plans of a command: one for each width or entry of a sweep, else one.
  static func plans(
    _ choices: SAEChoices, runs: [SAEChoices], batchRows: Int
  ) throws -> [SAEPlan] {
    let widths = choices["widths"]?.split(separator: ",").map {
      SAEChoices(["width": $0.trimmed, "name": "width-\($0.trimmed)"])
    }
    guard let several = runs.isEmpty ? widths : runs else {
      return [try SAEPlan(choices, folder: nil, batchRows: batchRows)]
    }
    let plans = try several.enumerated().map { index, run in
      try SAEPlan(
        choices.overridden(by: run), folder: run["name"] ?? "\(index)", batchRows: batchRows)
    }
    guard Set(plans.map(\.folder)).count == plans.count else {
      throw ValidationError("the names of a sweep's runs must differ")
    }
    return plans
  }

  private init(_ choices: SAEChoices, folder: String?, batchRows: Int) throws {
    guard let output = choices["output"] else { throw ValidationError("expected --output FOLDER") }
    self.folder = folder.map { "\(output)/\($0)" } ?? output
    site = choices["site"] ?? "*"
    outputSite = choices["output-site"]
    configuration = try Self.configuration(choices, batchRows: batchRows)
  }

  /// This plan with the sites that its globs choose.
  func choosingSites(among names: [String]) throws -> SAEPlan {
    var plan = self
    plan.site = try Self.site(site, among: names)
    plan.outputSite = try outputSite.map { try Self.site($0, among: names) }
    return plan
  }

  /// The one site that a name or glob chooses.
  private static func site(_ pattern: String, among names: [String]) throws -> String {
    let matches = names.filter { fnmatch(pattern, $0, 0) == 0 }
    guard matches.count == 1 else {
      throw ValidationError("expected one --site of \(names.joined(separator: ", "))")
    }
    return matches[0]
  }

  private static func configuration(
    _ choices: SAEChoices, batchRows: Int
  ) throws -> TrainingConfiguration {
    let width = try choices.number("width")
    guard let width else { throw ValidationError("expected --width N") }
    let tokens = try choices.number("tokens")
    guard let steps = try choices.number("steps") ?? tokens.map({ max(1, $0 / batchRows) }) else {
      throw ValidationError("expected either --steps N or --tokens N")
    }
    let k = choices["k"].flatMap { Float($0) } ?? 32
    var configuration: TrainingConfiguration
    if let name = choices["preset"] {
      guard let preset = TrainingPreset(rawValue: name) else {
        let names = TrainingPreset.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--preset \(name): expected \(names)")
      }
      configuration = preset.configuration(width: width, k: k, steps: steps)
    } else {
      configuration = TrainingConfiguration(
        architecture: choices["architecture"].flatMap { TrainedArchitecture(rawValue: $0) }
          ?? .topK, width: width, k: k, steps: steps)
    }
    if choices["output-site"] != nil {
      configuration.transcoder = .plain
      configuration.subtractsDecoderBias = false
    }
    for (name, text) in choices.settings { try configuration.set(name, to: text) }
    try configuration.validate()
    return configuration
  }
}

extension Substring {
  fileprivate var trimmed: String { filter { $0 != " " } }
}
