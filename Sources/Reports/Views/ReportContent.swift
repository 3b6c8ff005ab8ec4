public import Analysis
public import Foundation

/// What a file of results holds: results of analyses, and views.
public struct ReportContent: Hashable, Sendable {
  /// The results, in the file's order.
  public var results: [AnalysisResult] = []

  /// The views, likewise.
  public var views: [View] = []

  /// Holds results and views.
  public init(results: [AnalysisResult] = [], views: [View] = []) {
    self.results = results
    self.views = views
  }

  /// Reads an object, or an array of objects, each a result or a view by its `kind`.
  ///
  /// - Parameters:
  ///   - json: The file's bytes.
  ///   - path: The file, to be named in an error.
  /// - Throws: `AnalysisError` with code `.unreadableResult`, which says what is wrong and where.
  public init(json: Data, path: String) throws(AnalysisError) {
    guard let objects = (try? JSONDecoder().decode(Objects.self, from: json))?.kinds,
      objects.contains(where: { View.Kind(rawValue: $0) != nil })
    else {
      results = try AnalysisResult.list(json: json, path: path)
      return
    }
    do {
      let items = try JSONDecoder().decode(Items.self, from: json).items
      for item in items {
        switch item {
        case .result(let result): results.append(result)
        case .view(let view): views.append(view)
        }
      }
    } catch {
      throw AnalysisError(
        code: .unreadableResult, message: "expected results and views: \(error)", path: path)
    }
  }

  /// Adds what another file holds.
  public static func += (a: inout ReportContent, b: ReportContent) {
    a.results += b.results
    a.views += b.views
  }
}

/// The `kind` of each object of a file.
private struct Objects: Decodable {
  struct Object: Decodable { let kind: String? }
  let kinds: [String]

  init(from decoder: any Decoder) throws {
    let objects = try? [Object](from: decoder)
    kinds = try (objects ?? [Object(from: decoder)]).compactMap(\.kind)
  }
}

private struct Items: Decodable {
  enum Item: Decodable {
    case result(AnalysisResult)
    case view(View)

    private enum CodingKeys: String, CodingKey { case kind }

    init(from decoder: any Decoder) throws {
      let kind = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .kind)
      self =
        View.Kind(rawValue: kind) != nil
        ? .view(try View(from: decoder)) : .result(try AnalysisResult(from: decoder))
    }
  }

  let items: [Item]

  init(from decoder: any Decoder) throws {
    let isArray = (try? decoder.unkeyedContainer()) != nil
    items = isArray ? try [Item](from: decoder) : [try Item(from: decoder)]
  }
}
