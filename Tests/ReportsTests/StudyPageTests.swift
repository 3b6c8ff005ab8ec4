import Analysis
import Foundation
import Testing

@testable import Reports

@Suite struct StudyPageTests {
  @Test func aStudyLooksAsRecorded() throws {
    try expectSnapshot(studyPage(sampleStudy()), "study.html")
  }

  @Test func thePageHoldsTheStudyItself() throws {
    let page = studyPage(sampleStudy())
    let opening = try #require(page.range(of: #"<script type="application/json" id="data">"#))
    let rest = page[opening.upperBound...]
    let closing = try #require(rest.range(of: "</script>"))
    let data = Data(rest[..<closing.lowerBound].utf8)
    #expect(try AnalysisResult(json: data, path: "page") == .study(sampleStudy()))
  }

  @Test func nothingIsFetched() {
    let page = studyPage(sampleStudy())
    for word in ["http:", "https:", "//", " src=", "url(", "@import"] {
      #expect(!page.replacingOccurrences(of: "=\"http", with: "").contains(word), "\(word)")
    }
    #expect(page.contains("default-src &#39;none&#39;"))
  }

  @Test func rankedNeuronsLinkToTheirContexts() {
    let page = studyPage(sampleStudy())
    #expect(page.contains(##"<a href="#s4-2">3.7</a>"##))
    #expect(page.contains(#"<article class="feature" id="s4-2">"#))
    #expect(page.contains(">3.12</td>"))
  }

  @Test func loneResultsGetHeadingsAndStudiesStayThemselves() {
    let study = sampleStudy()
    let all = study.sections.flatMap(\.results)
    let page = resultsPage(all, title: "Results")
    for heading in ["Harvest", "Probes", "Neurons ranked", "Neurons in context"] {
      #expect(page.contains("</span>\(heading)</h2>"))
    }
    #expect(resultsPage([.study(study)], title: "other") == studyPage(study))
  }
}
