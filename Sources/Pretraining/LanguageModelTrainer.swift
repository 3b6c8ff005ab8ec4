import Foundation
import Gradients
import Tensors
public import Transformers

/// Trains a transformer of any configuration to foresee the next token.
public struct LanguageModelTrainer: Sendable {
  /// What the model is made of.
  public let model: TransformerConfiguration

  /// How it is trained.
  public let configuration: PretrainingConfiguration

  /// How many steps have been taken.
  public internal(set) var stepCount = 0

  /// How many tokens have been foreseen in them.
  public internal(set) var tokenCount = 0

  var parameters: ParameterSet

  /// Begins from random weights.
  ///
  /// - Parameters:
  ///   - model: What the model is made of.
  ///   - configuration: How it is trained.
  /// - Throws: `PretrainingError` with code `.badConfiguration`, or `TransformerError` where the
  ///   model contradicts itself.
  public init(_ model: TransformerConfiguration, _ configuration: PretrainingConfiguration) throws {
    try configuration.check()
    guard !configuration.isTied || model.dVocab == model.dVocabOut else {
      throw PretrainingError(
        code: .badConfiguration,
        message: """
          an unembedding of \(model.dVocabOut) tokens cannot be tied to an embedding of \
          \(model.dVocab)
          """)
    }
    self.model = model
    self.configuration = configuration
    parameters = ParameterSet(
      of: try Transformer(randomWeightsOf: model, seed: configuration.seed),
      isTied: configuration.isTied)
  }

  /// The model as trained so far.
  public func transformer() throws -> Transformer {
    try Transformer(configuration: model, stateDictionary: parameters.stateDictionary)
  }

  /// Takes a step.
  ///
  /// - Parameter batch: The sequences to learn from, the same whenever this step is taken.
  /// - Returns: What the step saw.
  /// - Throws: `PretrainingError` with code `.notFinite` where the loss or gradient is no number; the
  ///   weights are then as before. `TransformerError` where a sequence does not fit the model.
  public mutating func step(_ batch: [[Int]]) throws -> PretrainingStep {
    let pass = try gradients(of: batch)
    let norm = pass.norm(parameters.names)
    guard pass.loss.isFinite && norm.isFinite else {
      throw PretrainingError(
        code: .notFinite,
        message: """
          step \(stepCount + 1): the loss is \(pass.loss), its gradient's norm \(norm); take a \
          smaller learning rate
          """)
    }
    let rate = configuration.learningRate.rate(at: stepCount, of: configuration.steps)
    let scale = min(1, configuration.gradientNormLimit / max(Float(norm), 1e-30))
    stepCount += 1
    tokenCount += pass.tokenCount
    parameters.move(
      by: pass.gradients, scale: scale, configuration, step: stepCount, rate: rate)
    return PretrainingStep(
      step: stepCount, tokens: tokenCount, loss: pass.loss, gradientNorm: norm, learningRate: rate)
  }

  /// The loss of a batch and its gradient, each part of the batch on a thread of its own.
  private func gradients(of batch: [[Int]]) throws -> BatchGradient {
    let transformer = try transformer()
    let weights = Set(transformer.namedWeights.map(\.name))
    let size = (batch.count + configuration.shards - 1) / configuration.shards
    let parts = parallelMap(batch.count, grain: max(size, 1)) { range in
      var run = Run(Array(batch[range]))
      run.objective = .loss
      run.gradientWeights = weights
      return Result { try transformer(run) }
    }
    var sum = BatchGradient()
    for (index, part) in parts.enumerated() {
      let sequences = batch[index * size..<min((index + 1) * size, batch.count)]
      let result = try part.get()
      sum.add(
        parameters.collected(result.weightGradients), loss: result.objective ?? .nan,
        tokenCount: sequences.reduce(0) { $0 + $1.count - 1 })
    }
    return sum.mean
  }
}

/// The loss of a batch, and its gradient.
private struct BatchGradient {
  var gradients: [String: Matrix] = [:]
  var loss = 0.0
  var tokenCount = 0

  /// Adds the mean over a part of the batch, weighted by its tokens.
  mutating func add(_ part: [String: Matrix], loss: Double, tokenCount: Int) {
    for (name, gradient) in part {
      var weighted = gradient
      weighted.scale(by: Float(tokenCount))
      if gradients[name] == nil {
        gradients[name] = weighted
      } else {
        gradients[name]? += weighted
      }
    }
    self.loss += loss * Double(tokenCount)
    self.tokenCount += tokenCount
  }

  /// The same, divided by the tokens.
  var mean: BatchGradient {
    var mean = self
    mean.loss /= Double(tokenCount)
    for name in gradients.keys { mean.gradients[name]?.scale(by: 1 / Float(tokenCount)) }
    return mean
  }

  /// The Euclidean norm over all weights.
  func norm(_ names: [String]) -> Double {
    names.reduce(0) { $0 + (gradients[$1].map(squaredNorm(of:)) ?? 0) }.squareRoot()
  }
}
