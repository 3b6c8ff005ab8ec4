import Dispatch
import Reports
import Serving

/// The pages of `serve`: `/`, `/results` and `/text?text=…`.
struct ServedPages: Sendable {
  private let results: String?
  private let reader: TextReader?

  /// Texts are read here, one at a time: the model has all threads.
  private let queue = DispatchQueue(label: "texts")

  init(results: String?, reader: TextReader?) {
    self.results = results
    self.reader = reader
  }

  /// The answer to a request.
  func answer(_ request: Request) -> Response {
    switch (request.path, reader) {
    case ("/results", _), ("/", nil):
      results.map { Response(page: $0) } ?? missing(request.path)
    case ("/", let reader?), ("/text", let reader?):
      Response(page: page(of: request.fields["text"], reader))
    default: missing(request.path)
    }
  }

  private func missing(_ path: String) -> Response {
    Response(ServingError(code: .notFound, message: "there is no such page"))
  }

  private func page(of text: String?, _ reader: TextReader) -> String {
    guard let text, !text.isEmpty else { return form(text: nil, views: [], note: "") }
    let start = ContinuousClock.now
    do {
      let views = try queue.sync { try reader.views(of: text) }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      return form(text: text, views: views, note: "read in \(short(seconds)) s")
    } catch {
      return form(text: text, views: [], note: "\(error)")
    }
  }

  private func form(text: String?, views: [View], note: String) -> String {
    textFormPage(
      text: text, views: views, title: reader?.title ?? "Thresher", note: note,
      hasResults: results != nil)
  }
}
