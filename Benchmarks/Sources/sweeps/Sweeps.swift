import Analysis
import Foundation
import Tensors
import Transformers

/// Patching sweeps, timed when another program asks for them: what `scripts/peers/patching` runs.
///
///     sweeps FOLDER TOKENS.json THREADS SITE
///
/// The folder holds a model, the file two lists of tokens: the clean prompt and the corrupted one.
/// For each line `sweep` on standard input it patches the site by layer and position and prints the
/// seconds; for `attribute` the seconds of attribution patching of all sites, and for `forward` of a
/// forward pass of the prompt; for `cells` the numbers of the last sweep.
@main struct Sweeps {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let threads = Int(arguments[3]) else {
      return print("usage: sweeps FOLDER TOKENS.json THREADS SITE")
    }
    Threads.count = threads
    let model = try Transformer(folder: arguments[1])
    let prompts = try JSONDecoder().decode(
      [[Int]].self, from: Data(contentsOf: URL(fileURLWithPath: arguments[2])))
    let sites = try SitePattern(arguments[4]).sites(of: model.configuration)
    let pair = PromptPair(
      clean: prompts[0], corrupted: prompts[1], answer: LogitCombination(right: 3, wrong: 7))
    var cells: [Double] = []
    while let line = readLine() {
      switch line {
      case "sweep":
        report(try seconds { cells = try sweep(sites, pair, model) })
      case "attribute":
        report(try seconds { try attribute(pair, model) })
      case "forward":
        report(try seconds { _ = try model(Run([pair.clean], logits: .last)) })
      case "cells": print(cells.map { "\($0)" }.joined(separator: " "))
      default: print("unknown: \(line)")
      }
      fflush(nil)
    }
  }

  private static func seconds(_ work: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(work) / .seconds(1)
  }

  private static func report(_ seconds: Double) { print(seconds) }

  /// The whole of it: both prompts' runs, and every cell.
  private static func sweep(
    _ sites: [Site], _ pair: PromptPair, _ model: Transformer
  ) throws -> [Double] {
    let pairs = try PatchPairs(
      [pair], of: model, direction: .denoising, recording: Set(sites.map(\.name)))
    return try pairs.sweep(sites, by: .position).flatMap { grid in
      grid.values.flatMap { $0.map { $0[0] } }
    }
  }

  private static func attribute(_ pair: PromptPair, _ model: Transformer) throws {
    let sites = model.configuration.sites.filter { site in
      site.layer != nil && site.hasRows && !site.isOnDemand
    }
    let run = try GradientRun([pair], of: model, sites: Set(sites.map(\.name)))
    _ = try run.nodeAttributions(sites, by: .position)
  }
}
