import Gradients
import Tensors

extension ForwardPass {
  /// Some rows of a run, in ascending order, and what was computed for them.
  private struct SelectedRows {
    let variable: Variable
    let rows: [Int]
  }

  /// Computes logits, losses and the objective from the last residual stream, and its gradients.
  ///
  /// Only rows that are needed are normalized and unembedded, but where a site behind the blocks
  /// is recorded, changed or its gradient wanted, all are.
  mutating func finish(_ residual: Variable) throws(TransformerError) -> RunResult {
    let all = Array(0..<batch.rowCount)
    let wanted = try batch.rows(at: run.logits)
    let losing = run.needsLosses ? batch.predictingRows : []
    let held =
      touches(HookName.unembedOut) ? all : Set(wanted + (try objectiveRows())).sorted()
    let everyRow = HookName.afterBlocks.contains { touches($0) }
    let needed = everyRow ? all : Set(held + losing).sorted()

    let residual = SelectedRows(variable: residual, rows: all)
    var input = try normalize(
      pick(needed, from: residual), configuration.finalNormalization, by: weights.finalNorm,
      NormNames(
        scaleSite: HookName.finalScale, quotientSite: HookName.finalNormalized,
        scale: WeightName.finalScale, shift: WeightName.finalShift))
    try visit(HookName.unembedIn, &input)
    guard !isFinished else { return result() }

    let inputs = SelectedRows(variable: input, rows: needed)
    var output = unembed(pick(held, from: inputs))
    try visit(HookName.unembedOut, &output)
    let logits = SelectedRows(variable: output, rows: held)
    let losses = losing.isEmpty ? nil : losses(of: losing, inputs: inputs, logits: logits)
    var result = result(logits: pick(wanted, from: logits).value)
    result.losses = losses.map(perSequence)
    try pullBackObjective(logits: logits, losses: losses, into: &result)
    return result
  }

  private mutating func pick(_ rows: [Int], from selected: SelectedRows) -> Variable {
    guard rows != selected.rows else { return selected.variable }
    let places = Dictionary(uniqueKeysWithValues: zip(selected.rows, selected.rows.indices))
    let (value, pullback) = Transformers.rows(
      of: selected.variable.value, at: rows.compactMap { places[$0] })
    return tape.record((value, pullback), of: selected.variable)
  }

  private mutating func unembed(_ input: Variable) -> Variable {
    let (value, pullback) = weights.unembedding(input.value)
    return tape.record(
      value,
      through: [
        Tape.Edge(to: input, pullback.x), edge(to: WeightName.unembedding, pullback.weight),
        edge(to: WeightName.unembeddingBias, pullback.bias),
      ])
  }

  /// The losses of some rows, from their logits where those are there already.
  private mutating func losses(
    of rows: [Int], inputs: SelectedRows, logits: SelectedRows
  ) -> Variable {
    let targets = rows.map { batch.tokens[$0 + 1] }
    if Set(logits.rows).isSuperset(of: rows) {
      let logits = pick(rows, from: logits)
      return tape.record(crossEntropy(logits.value, targets: targets), of: logits)
    }
    let input = pick(rows, from: inputs)
    let (value, pullback) = tokenLosses(
      input.value, unembedding: weights.unembedding, targets: targets)
    let weight = node(of: WeightName.unembedding)
    let bias = node(of: WeightName.unembeddingBias)
    return tape.record(value, of: [input.node, weight, bias]) { dvalue in
      let gradient = pullback(dvalue, weight != nil || bias != nil)
      return [gradient.x, gradient.weight, gradient.bias]
    }
  }

  private func perSequence(_ losses: Variable) -> TokenLosses {
    var rest = losses.value.elements[...]
    return TokenLosses(
      bySequence: run.sequences.map { sequence in
        defer { rest = rest.dropFirst(sequence.count - 1) }
        return Array(rest.prefix(sequence.count - 1))
      })
  }
}

extension ForwardPass {
  /// The rows whose logits the objective reads, ascending.
  private func objectiveRows() throws(TransformerError) -> [Int] {
    guard case .logitDifferences(_, _, let position) = run.objective else { return [] }
    return try batch.rows(at: .at([position]))
  }

  private mutating func pullBackObjective(
    logits: SelectedRows, losses: Variable?, into result: inout RunResult
  ) throws(TransformerError) {
    switch run.objective {
    case nil: return
    case .loss:
      guard let losses else { return }
      result.objective = result.losses?.mean
      let count = losses.value.rows
      let share = Matrix(row: [1 / Float(count)])
      tape.pullBack(Matrix(repeating: share, rows: count), from: losses)
    case .logitDifferences(let right, let wrong, _):
      let chosen = pick(try objectiveRows(), from: logits)
      let (value, gradient) = Objective.difference(chosen.value, right: right, wrong: wrong)
      result.objective = value
      tape.pullBack(gradient, from: chosen)
    case .function(let function):
      let chosen = pick(try batch.rows(at: run.logits), from: logits)
      let (value, gradient) = function(chosen.value)
      result.objective = value
      tape.pullBack(gradient, from: chosen)
    }
    collectGradients(into: &result)
  }

  private func collectGradients(into result: inout RunResult) {
    for (site, places) in watchedSites {
      let gradients = places.map { place in
        tape.gradient(at: place.node) ?? Matrix(rows: place.rows, columns: place.columns)
      }
      if HookName.isSquare(site) {
        result.gradients.record(gradients.map(byHead), at: site)
      } else {
        result.gradients.record(gradients[0], at: site)
      }
    }
    for weight in weightsAskedFor {
      guard let node = watchedWeights[weight.name] else { continue }
      result.weightGradients[weight.name] = tape.gradient(at: node).map(weight.tensor)
    }
  }
}
