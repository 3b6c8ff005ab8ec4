import ArgumentParser
import Probes
import Tensors
import Transformers

/// A probe's active neurons, as `@FILE` names them on the command line.
struct ProbeNeurons {
  private let probe: Probe
  private let path: String

  /// Reads the probe behind an `@`; nil for a text without one.
  init?(_ text: some StringProtocol) throws {
    guard text.hasPrefix("@") else { return nil }
    path = String(text.dropFirst())
    probe = try Probe(path: path)
  }

  /// Their names.
  var names: [NeuronName] {
    get throws {
      if let sae = probe.sae {
        throw ValidationError(
          "@\(path): its columns are features of \(sae), not an MLP's neurons")
      }
      let parts = probe.site.split(separator: ".")
      guard parts.count == 4, parts[0] == "blocks", parts[2] == "mlp", let layer = Int(parts[1])
      else {
        throw ValidationError(
          "@\(path): its site is \(probe.site), whose columns are not an MLP's neurons")
      }
      return probe.active.map { NeuronName(layer: layer, index: $0.index) }
    }
  }

  /// The intervention of `--patch @FILE:mean`: the neurons become what they are on average where
  /// the label holds, or, of `:mean-negative`, where it doesn't.
  static func patch(
    _ text: String, at positions: PositionSelection, in configuration: TransformerConfiguration
  ) throws -> Intervention {
    let parts = text.split(separator: ":").map(String.init)
    guard let kind = parts.last, ["mean", "mean-negative"].contains(kind),
      let neurons = try ProbeNeurons(text.dropLast(kind.count + 1))
    else {
      throw ValidationError("--patch \(text): expected @PROBE:mean or @PROBE:mean-negative")
    }
    _ = try NeuronName.ablations(try neurons.names, at: positions, in: configuration)
    let means = try neurons.probe.active.map { entry in
      guard let mean = kind == "mean" ? entry.meanPositive : entry.meanNegative else {
        throw ValidationError("\(neurons.path): has no means of its neurons; train it again")
      }
      return Float(mean)
    }
    return Intervention(
      site: neurons.probe.site, positions: positions, columns: neurons.probe.active.map(\.index),
      edit: .set(Matrix(row: means)))
  }
}
