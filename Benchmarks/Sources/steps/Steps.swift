import Autoencoders
import Checkpoints
import Foundation
import Gradients
import Tensors

/// Takes steps of training when it is told to, for `scripts/peers/sae`, which lets other trainers
/// take theirs in between.
///
///     steps ROWS.safetensors STATE-FOLDER [name=value ...]
///
/// `ROWS` holds the tensor `rows`, shape `[row, dIn]`; the names are those of `train sae --set`. The
/// first weights go to the folder. Each line `step` on standard input is answered by one of JSON;
/// `save FOLDER` writes the autoencoder.
@main struct Steps {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2 else {
      print("expected: steps ROWS.safetensors FOLDER [name=value ...]")
      return
    }
    let rows = try SafetensorsFile(path: arguments[0]).tensor("rows").matrix
    var settings: [(String, String)] = []
    for argument in arguments.dropFirst(2) {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      settings.append((parts[0], parts.count > 1 ? parts[1] : ""))
    }
    let batchRows = take("batch", of: &settings) ?? 4096
    if let threads = take("threads", of: &settings) { Threads.count = threads }
    let bias = takeNumber("initial-encoder-bias", of: &settings)
    let architecture = settings.first { $0.0 == "architecture" }?.1 ?? "topk"
    var configuration = TrainingConfiguration(
      architecture: TrainedArchitecture(rawValue: architecture) ?? .topK,
      width: settings.first { $0.0 == "width" }.flatMap { Int($0.1) } ?? 1, k: 1, steps: 1)
    for (name, text) in settings { try configuration.set(name, to: text) }
    var trainer = try AutoencoderTrainer(
      configuration: configuration, sample: rows.rows(0..<min(512, rows.rows)))
    if let bias { trainer.setEncoderBias(bias) }
    try SavedAutoencoder(trainer.autoencoder, metadata: AutoencoderMetadata())
      .write(to: arguments[1])
    answer("ready")
    var number = 0
    while let line = readLine() {
      if line.hasPrefix("save ") {
        try SavedAutoencoder(trainer.autoencoder, metadata: AutoencoderMetadata())
          .write(to: String(line.dropFirst(5)))
        continue
      }
      let start = number * batchRows % (rows.rows - batchRows + 1)
      number += 1
      let clock = ContinuousClock.now
      let step = try trainer.step(rows.rows(start..<start + batchRows))
      let seconds = (ContinuousClock.now - clock) / .seconds(1)
      answer(
        """
        {"seconds": \(seconds), "loss": \(step.loss), "l0": \(step.l0), "peakBytes": \(peakBytes())}
        """)
    }
  }

  /// Writes a line at once.
  private static func answer(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  private static func take(_ name: String, of settings: inout [(String, String)]) -> Int? {
    takeNumber(name, of: &settings).map { Int($0) }
  }

  private static func takeNumber(
    _ name: String, of settings: inout [(String, String)]
  ) -> Float? {
    guard let index = settings.firstIndex(where: { $0.0 == name }) else { return nil }
    return Float(settings.remove(at: index).1)
  }

  /// The most memory that the process has held. (`getrusage` would count its parent's before it too.)
  private static func peakBytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }
}
