import Foundation
import TestSupport
import Testing

/// `train sae` beyond the whole path: files of values, sweeps, streams, resuming.
@Suite struct TrainSAETests {
  private func write(_ text: String, to name: String, in workshop: TinyWorkshop) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: workshop.folder.file(name)))
  }

  private func bytes(_ name: String, in workshop: TinyWorkshop) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: workshop.folder.file(name)))
  }

  @Test func aSweepReadsTheModelOnce() throws {
    let workshop = try TinyWorkshop()
    try write(
      """
      model: tiny
      corpus: [pages]
      context: 32
      steps: 6
      batch: 64
      k: 4
      site: blocks.1.hook_resid_pre
      autoencoders:
        - {name: small, width: 24}
        - {name: steered, width: 32, architecture: jumprelu, target-l0: 4}
        - name: transcoder
          width: 32
          site: blocks.1.hook_resid_mid
          output-site: blocks.1.hook_mlp_out
      """, to: "sweep.yaml", in: workshop)
    let command = try Command(
      "train", "sae", "--config", "sweep.yaml", "--output", "saes", "--json", "--quiet",
      folder: workshop.path)
    #expect(command.exitCode == 0, "\(command.errors)")
    let results = try #require(try command.object()["autoencoders"] as? [[String: Any]])
    let names = ["saes/small", "saes/steered", "saes/transcoder"]
    #expect(results.map { $0["sae"] as? String } == names)
    #expect(results.map { $0["steps"] as? Int } == [6, 6, 6])
    let files = try FileManager.default.contentsOfDirectory(
      atPath: workshop.folder.file("saes/transcoder"))
    #expect(Set(files).isSuperset(of: ["cfg.json", "sae_weights.safetensors", "training.json"]))
    #expect(files.contains { $0.hasPrefix("events.out.tfevents.") })
    let transcoder = try Command(
      "autoencoder", "inspect", "saes/transcoder", folder: workshop.path)
    #expect(transcoder.output.contains("blocks.1.hook_resid_mid → blocks.1.hook_mlp_out"))
  }

  @Test func whatIsStoppedGoesOnToTheSameBytes() throws {
    let workshop = try TinyWorkshop()
    func train(_ steps: String, _ output: String, resume: Bool = false) throws {
      let command = try Command(
        arguments: [
          "train", "sae", "--model", "tiny", "--corpus", "pages", "--context", "32", "--site",
          "blocks.1.hook_resid_pre", "--architecture", "batchtopk", "--width", "24", "--k", "4",
          "--steps", steps, "--batch", "64", "--checkpoint-every", "3", "--output", output,
          "--quiet",
        ] + (resume ? ["--resume"] : []), folder: workshop.path)
      #expect(command.exitCode == 0, "\(command.errors)")
    }
    try train("7", "whole")
    try train("7", "again", resume: true)
    for name in ["sae_weights.safetensors", "state/trainer.safetensors", "metrics.jsonl"] {
      #expect(try bytes("whole/\(name)", in: workshop) == bytes("again/\(name)", in: workshop))
    }
  }

  @Test func aMisspeltKeyOfAFileIsAnError() throws {
    let workshop = try TinyWorkshop(pageCount: 1)
    try write("width: 8\nlearning-rat: 3\n", to: "run.yaml", in: workshop)
    let command = try Command(
      "train", "sae", "--config", "run.yaml", "--output", "s", folder: workshop.path)
    #expect(command.exitCode == 1)
    #expect(
      command.errors.contains(
        "run.yaml:2: unknown key 'learning-rat': did you mean 'learning-rate'?"),
      "\(command.errors)")
  }
}
