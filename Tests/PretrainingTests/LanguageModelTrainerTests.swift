import Gradients
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Pretraining

@Suite struct LanguageModelTrainerTests {
  private static let model = TransformerConfiguration.gpt2(
    layerCount: 1, headCount: 2, dModel: 8, dVocab: 11, contextSize: 12)

  private static func batch(seed: UInt64, count: Int = 6) -> [[Int]] {
    var random = SplittableRandom(seed: seed)
    return (0..<count).map { index in
      let first = Int.random(in: 0..<11, using: &random)
      return (0..<(5 + index % 4)).map { (first + $0) % 11 }
    }
  }

  @Test func learnsToCount() throws {
    var configuration = PretrainingConfiguration(steps: 60, peakRate: 1e-2)
    configuration.optimizer.weightDecay = 0
    var trainer = try LanguageModelTrainer(Self.model, configuration)
    var losses: [Double] = []
    for step in 0..<60 {
      losses.append(try trainer.step(Self.batch(seed: UInt64(step))).loss)
    }
    // 11 tokens: log 11 = 2.4 before anything is learnt.
    #expect(losses[0] > 2.2)
    #expect(losses[59] < losses[0] / 2)
  }

  @Test func aStepDoesNotDependOnTheNumberOfThreads() throws {
    let before = Threads.count
    defer { Threads.count = before }
    let weights = try [1, 2].map { threads in
      Threads.count = threads
      var trainer = try LanguageModelTrainer(Self.model, PretrainingConfiguration(steps: 2))
      _ = try trainer.step(Self.batch(seed: 3))
      return trainer.parameters.weights
    }
    #expect(weights[0] == weights[1])
  }

  /// In exact arithmetic the number of parts changes nothing.
  @Test func partsOfABatchAddUpToTheWhole() throws {
    let losses = try [1, 3].map { shards in
      var configuration = PretrainingConfiguration(steps: 3, peakRate: 1e-2)
      configuration.shards = shards
      var trainer = try LanguageModelTrainer(Self.model, configuration)
      return try (0..<3).map { try trainer.step(Self.batch(seed: UInt64($0), count: 7)).loss }
    }
    for (one, three) in zip(losses[0], losses[1]) { #expect(abs(one - three) < 1e-5) }
  }

  @Test func aTiedUnembeddingIsTheEmbedding() throws {
    var trainer = try LanguageModelTrainer(Self.model, PretrainingConfiguration(steps: 2))
    _ = try trainer.step(Self.batch(seed: 5))
    #expect(try trainer.transformer().isTied)
  }

  @Test func theGradientOfATiedEmbeddingIsThatOfBothItsUses() throws {
    let trainer = try LanguageModelTrainer(Self.model, PretrainingConfiguration(steps: 1))
    var run = Run(Self.batch(seed: 7))
    run.objective = .loss
    run.gradientWeights = [WeightName.embedding, WeightName.unembedding]
    let result = try trainer.transformer()(run)
    let gradients = trainer.parameters.collected(result.weightGradients)
    let gradient = try #require(gradients[WeightName.embedding])
    #expect(gradients[WeightName.unembedding] == nil)
    for (row, column) in [(0, 0), (4, 3), (10, 7)] {
      let slope = try slope(of: trainer, row: row, column: column)
      #expect(abs(gradient[row, column] - slope) < 2e-3 * max(1, abs(slope)))
    }
  }

  private func slope(of trainer: LanguageModelTrainer, row: Int, column: Int) throws -> Float {
    var failure: (any Error)?
    let slope = centralDifference(step: 1e-2) { offset in
      do {
        var moved = trainer.parameters.stateDictionary
        for (name, place) in [
          (WeightName.embedding, (row, column)), (WeightName.unembedding, (column, row)),
        ] {
          guard let tensor = moved[name] else { continue }
          var matrix = tensor.matrix
          matrix[place.0, place.1] += offset
          moved[name] = Tensor(matrix, shape: tensor.shape)
        }
        var run = Run(Self.batch(seed: 7))
        run.wantsLosses = true
        let model = try Transformer(configuration: Self.model, stateDictionary: moved)
        return try model(run).losses?.mean ?? .nan
      } catch {
        failure = error
        return .nan
      }
    }
    if let failure { throw failure }
    return slope
  }

  @Test func onlyMatricesDecay() {
    #expect(ParameterSet.decays("blocks.0.attn.W_Q"))
    #expect(ParameterSet.decays("blocks.0.attn._W_K"))
    #expect(ParameterSet.decays("embed.W_E"))
    #expect(!ParameterSet.decays("blocks.0.attn.b_Q"))
    #expect(!ParameterSet.decays("ln_final.w"))
  }

  @Test func aLossThatIsNoNumberStopsWithTheWeightsAsBefore() throws {
    var trainer = try LanguageModelTrainer(Self.model, PretrainingConfiguration(steps: 4))
    let name = "blocks.0.mlp.W_in"
    trainer.parameters.poison(name)
    let before = trainer.stepCount
    let error = #expect(throws: PretrainingError.self) { try trainer.step(Self.batch(seed: 1)) }
    #expect(error?.code == .notFinite)
    #expect(trainer.stepCount == before)
  }
}

extension ParameterSet {
  /// Makes a weight infinite.
  fileprivate mutating func poison(_ name: String) {
    guard let weight = weights[name] else { return }
    var matrix = weight.matrix
    matrix[0, 0] = .infinity
    setWeight(name, Tensor(matrix, shape: weight.shape))
  }
}
