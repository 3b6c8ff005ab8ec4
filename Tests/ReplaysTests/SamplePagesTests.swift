import Corpora
import Testing

@testable import Replays

/// The pages that stand in where no corpus is given.
@Suite struct SamplePagesTests {
  @Test func pagesCanBeCleanedAndRead() {
    for page in SamplePages.documents {
      let markup = Recipe.wikipedia.apply(to: page)
      #expect(markup.contains("</h1>") && markup.contains("</table>"), "\(page.id)")
      let text = Recipe.text.apply(to: page)
      #expect(text.contains("is a town in") && !text.contains("<"), "\(page.id)")
      #expect(text.split(separator: "\n").contains { $0.count > 50 }, "\(page.id)")
    }
    #expect(Set(SamplePages.documents.map(\.id)).count == SamplePages.documents.count)
  }
}
