public import Autoencoders
import Glibc
import Gradients
import Synchronization
import Tensors
public import Transformers

/// An autoencoder in the place of what a model computes at a site.
///
///     x ← x̂(edited f(x)) + (x - x̂(f(x)))        (the bracket where the error is kept)
///
/// A transcoder reads one site and takes the place of another. As in SAELens, the error counts as a
/// constant for gradients; so do the offset and scale that normalize a row.
public struct AutoencoderSplice: Sendable {
  /// The autoencoder.
  public let autoencoder: SparseAutoencoder

  /// The site that it reads.
  public let inputSite: String

  /// The site whose activations it replaces; another one for a transcoder.
  public let outputSite: String

  /// The head whose part of both sites it stands for; nil for whole sites.
  public let head: Int?

  /// Whether what the autoencoder does not explain is added again, so that only edits change what the
  /// model computes.
  public var keepsError: Bool

  /// The changes to features.
  public var edits: [FeatureEdit]

  /// Tokens at whose positions the model is left as it is, such as the beginning of a sequence.
  public var excludedTokens: Set<Int> = []

  /// Puts an autoencoder in the place of a site.
  ///
  /// - Parameters:
  ///   - autoencoder: The autoencoder.
  ///   - inputSite: The site that it reads.
  ///   - outputSite: The site whose activations it replaces; nil for the same.
  ///   - head: The head whose part of them it stands for; nil for all.
  ///   - keepsError: Whether what it does not explain is added again.
  ///   - edits: Changes to features.
  public init(
    _ autoencoder: SparseAutoencoder, at inputSite: String, outputSite: String? = nil,
    head: Int? = nil, keepsError: Bool = false, edits: [FeatureEdit] = []
  ) {
    for edit in edits {
      precondition(
        (0..<autoencoder.width).contains(edit.feature),
        "AutoencoderSplice: feature \(edit.feature) of \(autoencoder.width)")
    }
    self.autoencoder = autoencoder
    self.inputSite = inputSite
    self.outputSite = outputSite ?? inputSite
    self.head = head
    self.keepsError = keepsError
    self.edits = edits
  }

  /// The interventions that put it in place: for one run at a time, as a transcoder's second one
  /// uses what the first has seen.
  public var interventions: [Intervention] {
    guard inputSite != outputSite else {
      return [
        intervention(at: outputSite) { x, places in replaced(x, from: x, places) }
      ]
    }
    let seen = Seen()
    return [
      intervention(at: inputSite) { x, _ in
        seen.input.withLock { $0 = x }
        return (x, { $0 })
      },
      intervention(at: outputSite) { y, places in
        guard let x = seen.input.withLock({ $0 }), x.rows == y.rows else {
          preconditionFailure("AutoencoderSplice: \(outputSite) comes before \(inputSite)")
        }
        let value = replaced(y, from: x, places).value
        return (value, { dvalue in Matrix(rows: dvalue.rows, columns: dvalue.columns) })
      },
    ]
  }

  /// What a transcoder read in the run that is going on.
  private final class Seen: Sendable {
    let input = Mutex<Matrix?>(nil)
  }

  private func intervention(
    at site: String,
    _ operation:
      @escaping @Sendable (Matrix, [RowPlace]) -> (
        value: Matrix, pullback: (Matrix) -> Matrix
      )
  ) -> Intervention {
    let width = site == inputSite ? autoencoder.inputWidth : autoencoder.outputWidth
    let columns = head.map { Array($0 * width..<($0 + 1) * width) }
    return Intervention(site: site, columns: columns, edit: .placedOperation(operation))
  }

  /// What takes the place of `y` where the autoencoder reads `x`, and the pullback to `x`.
  private func replaced(
    _ y: Matrix, from x: Matrix, _ places: [RowPlace]
  ) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
    let (code, reconstruction) = autoencoder.reconstruct(x)
    let (changed, slopes) = code.edited(edits, at: places)
    var value = edits.isEmpty ? reconstruction : autoencoder.decode(changed, of: x)
    if keepsError {
      value += y
      value.forEachRow { index, row in add(reconstruction[row: index], scale: -1, to: &row) }
    }
    let left = places.indices.filter { excludedTokens.contains(places[$0].token) }
    for row in left { value.setRows(row..<row + 1, to: y.rows(row..<row + 1)) }
    return (
      value,
      { dvalue in
        var dx = autoencoder.inputGradient(of: code, slopes: slopes, dvalue: dvalue)
        for row in left { dx.setRows(row..<row + 1, to: dvalue.rows(row..<row + 1)) }
        return dx
      }
    )
  }
}

extension SparseAutoencoder {
  /// The gradient of an autoencoder's input, through the features that are on.
  ///
  ///     dx[b, :] = Σ_f slope[b, f] · (dvalue[b, :] · W_dec[f, :]) · W_enc[:, f]
  ///
  /// The offset and scale that normalize a row count as constants, and then cancel.
  fileprivate func inputGradient(
    of code: SparseCode, slopes: [Float], dvalue: Matrix
  ) -> Matrix {
    var gradient = Matrix(rows: code.rows, columns: width)
    gradient.forEachRow { index, row in
      for entry in code.offsets[index]..<code.offsets[index + 1] where code.values[entry] != 0 {
        let feature = Int(code.indices[entry])
        row[feature] = slopes[entry] * dot(dvalue[row: index], decoderWeight[row: feature])
      }
    }
    if case .gated(let magnitude) = architecture {
      gradient.forEachRow { _, row in
        let logScale = magnitude.logScale[row: 0]
        for i in row.indices where row[i] != 0 { row[i] *= exp(logScale[i]) }
      }
    }
    return Matrix.product(gradient, encoderWeight, transposing: .right)
  }
}
