public import Autoencoders
import Gradients
import Tensors
public import Transformers

/// An autoencoder at the site whose activations it reads.
public struct SiteAutoencoder: Sendable {
  /// The autoencoder.
  public let autoencoder: SparseAutoencoder

  /// Its site.
  public let site: Site

  /// Puts an autoencoder at a site.
  ///
  /// - Parameters:
  ///   - saved: The autoencoder, and where it belongs.
  ///   - name: The site; nil for the one that the autoencoder's file names.
  ///   - configuration: The model's sizes.
  /// - Throws: `AnalysisError` with code `.unusableRequest` when no site is named, or its width is
  ///   another; `TransformerError` when the model has no such site.
  public init(
    _ saved: SavedAutoencoder, at name: String? = nil, in configuration: TransformerConfiguration
  ) throws {
    guard let name = name ?? saved.metadata.hookName else {
      throw AnalysisError(
        code: .unusableRequest, message: "its file names no site: name one", path: "the autoencoder"
      )
    }
    site = try SitePattern(name).sites(of: configuration)[0]
    autoencoder = saved.autoencoder
    guard site.width == autoencoder.inputWidth else {
      throw AnalysisError(
        code: .unusableRequest,
        message: "it is \(site.width) wide, and the autoencoder reads \(autoencoder.inputWidth)",
        path: site.name)
    }
  }

  /// The features of activations, and what a unit of a feature adds to each row's reconstruction.
  ///
  /// - Parameter x: Activations of the site, shape `[row, dIn]`.
  /// - Returns: The features; each row's factor for decoder directions, which is 1 unless rows are
  ///   normalized one by one; and the reconstruction.
  func features(
    of x: Matrix
  ) -> (code: SparseCode, scales: [Float], reconstruction: Matrix) {
    let (code, reconstruction) = autoencoder.reconstruct(x)
    guard autoencoder.inputNormalization != .none else {
      return (code, Array(repeating: 1, count: x.rows), reconstruction)
    }
    // Restoring multiplies a row by a number and adds another, so deviations give the first.
    let normalized = autoencoder.decode(code)
    let scales = (0..<x.rows).map { row in
      reconstruction[row: row].deviationOfElements / normalized[row: row].deviationOfElements
    }
    return (code, scales, reconstruction)
  }
}

extension Span<Float> {
  fileprivate var deviationOfElements: Float {
    let mean = sum(self) / Double(count)
    var squares = 0.0
    for i in indices { squares += (Double(self[i]) - mean) * (Double(self[i]) - mean) }
    return Float(squares.squareRoot())
  }
}

extension SiteAutoencoder {
  /// What each feature that is on writes to the last residual stream, with all else that is there.
  func parts(of run: AttributionRun) throws -> ResidualStack {
    let model = run.analysis.model
    let x = try run.analysis.activation(site.name)
    let (code, scales, reconstruction) = features(of: x)
    var stack = ResidualStack()
    var rest = reconstruction
    for feature in Set(code.indices).sorted() {
      var part = Matrix(rows: x.rows, columns: x.columns)
      for row in 0..<code.rows {
        for entry in code.offsets[row]..<code.offsets[row + 1]
        where code.indices[entry] == feature {
          var target = part[mutableRow: row]
          add(
            autoencoder.decoderWeight[row: Int(feature)], scale: code.values[entry] * scales[row],
            to: &target)
        }
      }
      stack.append(try written(part, by: model), "F\(feature)")
      part.scale(by: -1)
      rest += part
    }
    stack.append(try written(rest, by: model), "b_dec")
    var error = reconstruction
    error.scale(by: -1)
    error += x
    stack.append(try written(error, by: model), "error")
    for (label, component) in try otherParts(of: run) { stack.append(component, label) }
    return stack
  }

  /// What activations of the site write to the residual stream.
  private func written(_ x: Matrix, by model: Transformer) throws -> Matrix {
    let (_, route) = site.entry(in: model.configuration)
    guard route != .block else {
      throw AnalysisError(
        code: .unusableRequest,
        message: "what is there is not added to the residual stream, and so to no logit",
        path: site.name)
    }
    return site.written(x, by: model)
  }

  /// The components of the last residual stream that the site's activations are not part of.
  private func otherParts(of run: AttributionRun) throws -> [(String, Matrix)] {
    let configuration = run.configuration
    let all = try run.analysis.decomposedResidual()
    let (entry, route) = site.entry(in: configuration)
    var own: Set<String> = []
    if route == .state {
      let point: ResidualPoint =
        entry.layer == configuration.layerCount
        ? .unembedding
        : entry.isAfterAttention ? .mlp(layer: entry.layer) : .attention(layer: entry.layer)
      own = Set(try run.analysis.decomposedResidual(to: point).labels)
    } else if let layer = site.layer {
      own = [
        [.z, .result, .attentionOut].contains(site.point)
          ? "\(layer)_attn_out" : "\(layer)_mlp_out"
      ]
    } else {
      own = [site.name == HookName.embed ? "embed" : "pos_embed"]
    }
    var parts = zip(all.labels, all.components).filter { !own.contains($0.0) }.map { ($0.0, $0.1) }
    if let bias = site.biasOfWriting(by: run.analysis.model) {
      parts.append(("bias", Matrix(repeating: bias, rows: run.prompts.count)))
    }
    return parts
  }
}
