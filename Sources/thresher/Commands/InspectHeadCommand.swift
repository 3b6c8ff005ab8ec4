import Analysis
import ArgumentParser
import Foundation
import Reports
import Tensors
import Transformers

/// `thresher inspect head`: where heads look.
struct InspectHeadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "head",
    abstract: "Show where attention heads look in a text, and at what.",
    discussion: """
      --json prints the patterns and a table of the heads as views, which report draws.

      EXAMPLE
        thresher inspect head 10.7,11.10 --model gpt2 --prompt "All's fair in love and war, and love"
        thresher inspect head all --model smollm2-135m --prompt '<b>One</b> <b>Two' \\
          --report heads.html
      """)

  @Argument(help: "The heads, LAYER.HEAD, separated by commas; or all.")
  var heads: String

  @OptionGroup var model: ModelOptions
  @OptionGroup var prompt: PromptOptions

  @Option(help: "How many of the strongest looks to list of each head.")
  var top = 5

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard top >= 0 else { throw ValidationError("--top: expected 0 or more") }
    if heads != "all" { _ = try UnitNames.heads(heads) }
  }

  func run() throws {
    common.apply()
    let model = try model.load()
    let chosen =
      try heads == "all"
      ? HeadName.all(of: model.configuration) : UnitNames.heads(heads)
    for head in chosen { try head.check(in: model.configuration) }
    let ids = try prompt.ids(for: model, bos: self.model.bos)
    let found = try HeadPatterns(of: chosen, in: ids, by: model, top: top)
    try page.write(found.views, title: model.name)
    if common.json { return try printJSON(found.views) }
    print(found.text)
  }
}
