import Autoencoders
import Gradients
import Tensors
public import Transformers

/// Numbers of a site that are taken out together: a head's, a neuron's, a feature's, or all.
public enum AblationPart: Sendable {
  /// Columns of a site, or all of them.
  case columns(Site, [Int]?)
  /// A feature of an autoencoder at its site.
  case feature(SiteAutoencoder, Int)

  /// A head.
  ///
  /// - Parameters:
  ///   - head: The head.
  ///   - configuration: The model's sizes.
  /// - Returns: Its columns of `hook_z`.
  /// - Throws: `AnalysisError` with code `.unknownUnit`.
  public static func head(
    _ head: HeadName, in configuration: TransformerConfiguration
  ) throws(AnalysisError) -> AblationPart {
    try head.check(in: configuration)
    guard let site = configuration.site(.z, layer: head.layer) else {
      throw AnalysisError(code: .unknownUnit, message: "no such head", path: "head \(head)")
    }
    let width = configuration.dHead
    return .columns(site, Array(head.index * width..<(head.index + 1) * width))
  }

  /// A neuron.
  ///
  /// - Parameters:
  ///   - index: Which of the layer's neurons.
  ///   - layer: The layer.
  ///   - configuration: The model's sizes.
  /// - Returns: Its column of `hook_post`.
  /// - Throws: `AnalysisError` with code `.unknownUnit`.
  public static func neuron(
    _ index: Int, layer: Int, in configuration: TransformerConfiguration
  ) throws(AnalysisError) -> AblationPart {
    guard let site = configuration.site(.mlpPost, layer: layer), (0..<site.width).contains(index)
    else {
      throw AnalysisError(
        code: .unknownUnit,
        message: """
          the model has no such neuron, but layers 0 to \(configuration.layerCount - 1) of \
          \(configuration.isAttentionOnly ? 0 : configuration.dMLP) neurons
          """, path: "neuron \(layer).\(index)")
    }
    return .columns(site, [index])
  }

  /// Its site.
  var site: Site {
    switch self {
    case .columns(let site, _): site
    case .feature(let autoencoder, _): autoencoder.site
    }
  }

  /// How many numbers it has at a position.
  var width: Int {
    switch self {
    case .columns(let site, let columns): columns?.count ?? site.width
    case .feature: 1
    }
  }

  /// Throws unless what is there reaches the residual stream by a linear map, so that it has a
  /// direct effect.
  func checkWriting(in configuration: TransformerConfiguration) throws(AnalysisError) {
    if case .feature(let autoencoder, let index) = self,
      !(0..<autoencoder.autoencoder.width).contains(index)
    {
      throw AnalysisError(
        code: .unknownUnit,
        message: "the autoencoder has features 0 to \(autoencoder.autoencoder.width - 1)",
        path: "feature \(index)")
    }
    guard site.hasRows, site.entry(in: configuration).1 != .block else {
      throw AnalysisError(
        code: .unusableRequest, message: "what is there is not added to the residual stream",
        path: site.name)
    }
  }

  /// The numbers, from the site's activations; shape `[position, width]`.
  func values(in x: Matrix) -> Matrix {
    switch self {
    case .columns(_, let columns): return columns.map { x.gatheringColumns($0) } ?? x
    case .feature(let autoencoder, let index):
      let (code, scales, _) = autoencoder.features(of: x)
      var values = Matrix(rows: x.rows, columns: 1)
      for row in 0..<code.rows {
        for entry in code.offsets[row]..<code.offsets[row + 1]
        where Int(code.indices[entry]) == index {
          values[row, 0] = code.values[entry] * scales[row]
        }
      }
      return values
    }
  }

  /// What such numbers add to the residual stream, shape `[position, dModel]`.
  func written(_ values: Matrix, by model: Transformer) -> Matrix {
    switch self {
    case .feature(let autoencoder, let index):
      let direction = autoencoder.autoencoder.decoderWeight.rows(index..<index + 1)
      return site.written(Matrix.product(values, direction), by: model)
    case .columns(_, let columns):
      guard let columns, let layer = site.layer else { return site.written(values, by: model) }
      let block = model.weights.blocks[layer]
      switch site.point {
      case .z: return block.output.withoutBias(values, ofInputs: columns)
      case .mlpPost: return block.mlp?.output.withoutBias(values, ofInputs: columns) ?? values
      default:
        var all = Matrix(rows: values.rows, columns: site.width)
        for row in 0..<values.rows {
          for (place, column) in columns.enumerated() { all[row, column] = values[row, place] }
        }
        return site.written(all, by: model)
      }
    }
  }

  /// The edit that puts other numbers in their place at every position.
  func edit(_ new: Matrix, for old: Matrix, in x: Matrix) -> Edit {
    let positions = Array(0..<x.rows)
    switch self {
    case .columns(let site, let columns):
      return Edit(site: site, positions: positions, columns: columns, values: new)
    case .feature(let autoencoder, let index):
      var change = old
      change.scale(by: -1)
      change += new
      let direction = autoencoder.autoencoder.decoderWeight.rows(index..<index + 1)
      return Edit(
        site: site, positions: positions, values: x + Matrix.product(change, direction))
    }
  }
}

extension Linear {
  /// What some of the inputs add to the outputs.
  func withoutBias(_ x: Matrix, ofInputs inputs: [Int]) -> Matrix {
    layout == .inputOutput
      ? Matrix.product(x, weight.gatheringRows(inputs))
      : Matrix.product(x, weight.gatheringColumns(inputs), transposing: .right)
  }
}
