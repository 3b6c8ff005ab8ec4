import Tensors
import Transformers

extension AttributionRun {
  /// What all heads together write at the last position of what they read at each, and what else is
  /// written there.
  ///
  ///     part[s, :] = Σ_layer Σ_h pattern[h, last, s] · v[s, g(h), :] · W_O[h]
  func partsBySource() throws -> ResidualStack {
    let count = prompts[0].tokens.count
    guard prompts.allSatisfy({ $0.tokens.count == count }) else {
      throw AnalysisError(
        code: .unalignedPrompts,
        message: "source positions are those of prompts of one length; these differ",
        path: "prompts")
    }
    var parts = Array(
      repeating: Matrix(rows: prompts.count, columns: configuration.dModel), count: count)
    for layer in 0..<configuration.layerCount {
      let z = try weightedValues(layer: layer, positionCount: count)
      for (position, z) in z.enumerated() {
        parts[position] += analysis.model.weights.blocks[layer].output.withoutBias(z)
      }
    }
    var stack = ResidualStack(
      labels: parts.indices.map { "position \($0)" }, components: parts)
    let components = try analysis.fullDecomposition()
    for (label, component) in zip(components.labels, components.components)
    where !label.hasPrefix("L") {
      stack.append(component, label)
    }
    return stack
  }

  /// The values at each position, weighted by how much the last position attends there.
  ///
  /// - Parameters:
  ///   - layer: The layer.
  ///   - positionCount: How many tokens every prompt has.
  /// - Returns: For each position `[prompt, head · dHead]`.
  /// - Throws: `AnalysisError` with code `.notRecorded`.
  func weightedValues(layer: Int, positionCount: Int) throws -> [Matrix] {
    let site = HookName.Block.value.name(layer: layer)
    guard let values = analysis.cache[site] else {
      throw AnalysisError(
        code: .notRecorded, message: "the run did not record this site", path: site)
    }
    let (heads, dHead) = (configuration.headCount, configuration.dHead)
    let group = heads / configuration.keyValueHeadCount
    return (0..<positionCount).map { position in
      var z = Matrix(rows: prompts.count, columns: heads * dHead)
      for prompt in prompts.indices {
        guard
          let pattern = analysis.cache.square(
            HookName.Block.pattern.name(layer: layer), sequence: prompt)
        else { continue }
        let source = values[row: analysis.cache.batch.ranges[prompt].lowerBound + position]
        var row = z[mutableRow: prompt]
        for head in 0..<heads {
          let weight = pattern.matrix[(head + 1) * positionCount - 1, position]
          for i in 0..<dHead {
            row[head * dHead + i] = weight * source[head / group * dHead + i]
          }
        }
      }
      return z
    }
  }
}
