public import Analysis

/// A study as one page of HTML that needs no other file and no network.
///
/// The page depends on the study alone, so that one study makes the same bytes at any time. It holds
/// the study's JSON, which a button on it saves.
///
/// - Parameter study: What to show.
/// - Returns: The page.
public func studyPage(_ study: Study) -> String {
  let outline = StudyOutline(study)
  return page(title: study.title, data: AnalysisResult.study(study)) {
    masthead(study)
    element("div", .class("columns")) {
      contents(outline)
      element("main") {
        for section in outline.sections { sectionView(section, anchors: outline.anchors) }
      }
    }
  }
}

/// Results as one page, in the order given, each under its own heading.
///
/// A single study is shown as it is.
///
/// - Parameters:
///   - results: What to show.
///   - title: The heading of the whole.
///   - introduction: A sentence or two below it.
/// - Returns: The page.
public func resultsPage(
  _ results: [AnalysisResult], title: String, introduction: String = ""
) -> String {
  if results.count == 1 {
    if case .study(let study) = results[0] { return studyPage(study) }
    if case .replay(let replay) = results[0] { return studyPage(replay.study) }
  }
  let sections = results.flatMap { result in
    if case .study(let study) = result { return study.sections }
    if case .replay(let replay) = result { return replay.study.sections }
    return [Study.Section(title: sectionTitle(of: result), results: [result])]
  }
  return studyPage(
    Study(
      title: title, introduction: introduction, findings: findings(of: results),
      sections: merged(sections)))
}

/// Sections that follow one another under one title, as one: the pages of several features, say.
private func merged(_ sections: [Study.Section]) -> [Study.Section] {
  var result: [Study.Section] = []
  for section in sections {
    if let last = result.indices.last, result[last].title == section.title {
      result[last].results += section.results
      result[last].findings += section.findings
    } else {
      result.append(section)
    }
  }
  return result
}

func sectionTitle(of result: AnalysisResult) -> String {
  switch result {
  case .ablation: "Ablation"
  case .attribution: "Attribution"
  case .brackets: "Brackets"
  case .facts: "Facts"
  case .featurePage(let page): "\(page.unit.plural) in context"
  case .harvest: "Harvest"
  case .patching: "Patching"
  case .probe: "Probes"
  case .ranking(let ranking): "\(ranking.unit.plural) ranked"
  case .replay(let replay): "Case \(replay.case)"
  case .saeEvaluation: "Sparse autoencoder evaluated"
  case .saeTraining: "Sparse autoencoder"
  case .study(let study): study.title
  case .taskRanking(let ranking): "\(ranking.unit.plural) ranked by a task"
  case .tasks: "Tasks"
  }
}

private func masthead(_ study: Study) -> HTML {
  element("header", .class("masthead")) {
    element("p", .class("brand")) { "Thresher" }
    element("h1") { study.title }
    if !study.introduction.isEmpty { element("p", .class("lead")) { study.introduction } }
    if !study.findings.isEmpty {
      element("ol", .class("findings")) {
        for finding in study.findings { element("li") { finding } }
      }
    }
    if !study.facts.isEmpty { factList(study.facts) }
  }
}

private func contents(_ outline: StudyOutline) -> HTML {
  element("nav", Attribute("aria-label", "Contents")) {
    element("ol") {
      for section in outline.sections {
        element("li") {
          element("a", .link(to: section.id)) { section.section.title }
          subentries(section)
        }
      }
    }
    element("button", Attribute("type", "button"), .id("save")) { "Save the data" }
  }
}

private func subentries(_ section: StudyOutline.Entry) -> HTML {
  let features = section.results.compactMap { result -> (id: String, name: String)? in
    guard case .featurePage(let page) = result.result else { return nil }
    return (result.id, page.unit.name(site: page.site, index: page.index, sae: page.sae))
  }
  guard !features.isEmpty else { return HTML() }
  return element("ul") {
    for feature in features {
      element("li") { element("a", .link(to: feature.id)) { feature.name } }
    }
  }
}

private func sectionView(_ entry: StudyOutline.Entry, anchors: [FeatureKey: String]) -> HTML {
  element("section", .id(entry.id)) {
    element("h2") {
      element("span", .class("ordinal")) { "\(entry.ordinal)" }
      entry.section.title
    }
    for finding in entry.section.findings { element("p", .class("finding")) { finding } }
    for result in entry.results { resultView(result.result, id: result.id, anchors: anchors) }
  }
}

/// A result's part of a page.
///
/// - Parameters:
///   - result: What to show.
///   - id: The id of its element.
///   - anchors: The places of neurons and features that have a part of their own on the page.
/// - Returns: The part.
func resultView(
  _ result: AnalysisResult, id: String, anchors: [FeatureKey: String]
) -> HTML {
  switch result {
  case .ablation(let ablation): ablationView(ablation)
  case .attribution(let attribution): attributionView(attribution)
  case .brackets(let scores): bracketsView(scores)
  case .facts(let table): factTableView(table)
  case .featurePage(let page): featureView(page, id: id)
  case .harvest(let harvest): harvestView(harvest)
  case .patching(let patching): patchingView(patching)
  case .probe(let training): probeView(training)
  case .ranking(let ranking): rankingView(ranking, anchors: anchors)
  case .replay(let replay): replayView(replay, anchors: anchors)
  case .saeEvaluation(let evaluation): saeEvaluationView(evaluation)
  case .saeTraining(let training): saeTrainingView(training)
  case .study(let study): nestedStudy(study, anchors: anchors)
  case .taskRanking(let ranking): taskRankingView(ranking)
  case .tasks(let scores): taskScoresView(scores)
  }
}

private func nestedStudy(_ study: Study, anchors: [FeatureKey: String]) -> HTML {
  element("div", .class("result")) {
    element("h3") { study.title }
    factList(study.facts)
    for section in study.sections {
      for finding in section.findings { element("p", .class("finding")) { finding } }
      for result in section.results { resultView(result, id: "", anchors: anchors) }
    }
  }
}
