import ArgumentParser
import Downloads

/// `thresher pull`: a model brought to this machine.
struct PullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Bring a model into Checkpoints/, unless it is on this machine already.",
    discussion: """
      HF_ENDPOINT, HF_TOKEN, HF_HOME, HF_HUB_OFFLINE, HTTPS_PROXY, HTTP_PROXY and
      NO_PROXY are honoured. What was fetched in part is taken up again.

      EXAMPLE
        thresher pull smollm2-135m
        thresher pull gpt2
        thresher pull EleutherAI/pythia-14m
      """)

  @Argument(help: "A known model (see 'thresher models'), or owner/name[@revision] on the hub.")
  var model: String

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    let model: String
    let path: String
    let wasHere: Bool
  }

  func run() throws {
    let isQuiet = common.quiet || common.json
    let reporter = DownloadReporter(isQuiet: isQuiet)
    if !isQuiet { note("pull: looking for \(model)") }
    let name = model
    let outcome = try waitFor { try await Pull().bring(name) { reporter.update($0) } }
    if common.json {
      try printJSON(Result(model: model, path: outcome.model.path, wasHere: outcome.wasHere))
    } else {
      print("\(model) is \(outcome.wasHere ? "here already" : "here now"): \(outcome.model.path)")
    }
  }
}
