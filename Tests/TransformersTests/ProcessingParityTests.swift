import Checkpoints
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// Every site, the losses and gradients of processed models, against TransformerLens's processing.
@Suite struct ProcessingParityTests {
  @Test(arguments: TinyModel.families)
  func standardEqualsTransformerLens(family: String) throws {
    try Comparison(family, .standard, with: "standard").check()
  }

  @Test(arguments: TinyModel.refactoredFamilies)
  func refactoredEqualsTransformerLens(family: String) throws {
    try Comparison(family, Processing(Processing.Step.allCases), with: "refactor").check()
  }
}

/// A processed model, and what TransformerLens computed with the model that it processed.
private struct Comparison {
  let model: Transformer
  let golden: TinyModel
  let isRefactored: Bool

  init(_ family: String, _ processing: Processing, with file: String) throws {
    golden = try TinyModel(family, expectedIn: file)
    model = try golden.model.processed(by: processing)
    isRefactored = processing.steps.contains(.refactorAttention)
  }

  func check() throws {
    let sites = model.configuration.sites.filter { !$0.isOnDemand }
    var run = Run(golden.sequences, sites: Set(sites.map(\.name)), logits: .all)
    run.wantsLosses = true
    let result = try model(run)
    #expect(relativeDifference(result.logits, try golden.rows("logits")) < 1e-4)
    let losses = try #require(result.losses).bySequence.joined()
    let expected = try golden.expected.tensor("loss").elements
    #expect(relativeDifference(Matrix(row: Array(losses)), Matrix(row: expected)) < 1e-4)
    for site in sites where site.hasRows {
      let found = try #require(result.cache[site.name], "\(site.name)")
      #expect(difference(found, try golden.rows(site.name), site) < 2e-4, "\(site.name)")
    }
    for site in sites where !site.hasRows {
      let found = try #require(result.cache.square(site.name, sequence: 1))
      let square = try golden.square(site.name, sequence: 1)
      #expect(difference(found.matrix, square.matrix, site) < 2e-4, "\(site.name)")
    }
    try checkGradients()
  }

  private func checkGradients() throws {
    let prefix = "gradient.loss/"
    let names = golden.expected.tensorNames.filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }
    let sites = model.configuration.sites.filter { names.contains($0.name) }
    let weights = Set(model.namedWeights.map(\.name)).intersection(names)
    #expect(sites.count > 3 && weights.count > 2)
    var run = Run(golden.sequences, gradientOf: .loss, at: Set(sites.map(\.name)))
    run.gradientWeights = weights
    let result = try model(run)
    for site in sites where site.hasRows {
      let found = try #require(result.gradients[site.name], "\(site.name)")
      #expect(distance(found, try golden.rows(prefix + site.name)) < 1e-3, "\(site.name)")
    }
    for name in weights {
      let found = try #require(result.weightGradients[name], "\(name)")
      let expected = try golden.expected.tensor(prefix + name)
      #expect(found.shape == expected.shape, "\(name)")
      #expect(distance(found.matrix, expected.matrix) < 1e-3, "\(name)")
    }
  }

  /// The largest difference, relative to the largest magnitude; what both forbid counts as equal.
  ///
  /// Refactored queries, keys, values and z are compared without their signs, which LAPACK chooses.
  private func difference(_ found: Matrix, _ expected: Matrix, _ site: Site) -> Float {
    let isSigned = !isRefactored || site.name.wholeMatch(of: /.*attn\.hook_[qkvz]/) == nil
    func comparable(_ x: Matrix) -> Matrix {
      Matrix(
        rows: x.rows, columns: x.columns,
        elements: x.elements.map { $0 == -.infinity ? 0 : isSigned ? $0 : abs($0) })
    }
    return relativeDifference(comparable(found), comparable(expected))
  }

  /// The distance relative to the norm; a norm below 1e-3 is rounding, and counts as that.
  private func distance(_ a: Matrix, _ b: Matrix) -> Double {
    var difference = b
    difference.scale(by: -1)
    difference += a
    return (inner(difference, difference) / (inner(b, b) + 1e-6)).squareRoot()
  }
}
