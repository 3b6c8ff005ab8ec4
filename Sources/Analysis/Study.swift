/// One line of a table of facts.
public struct Fact: Codable, Hashable, Sendable {
  /// What it is a fact of, such as `Model`.
  public var name: String

  /// The fact, such as `smollm2-135m`.
  public var value: String

  /// What else there is to say.
  public var note: String?

  /// Makes a fact.
  public init(_ name: String, _ value: String, note: String? = nil) {
    self.name = name
    self.value = value
    self.note = note
  }
}

/// Facts under a heading of their own.
public struct FactTable: Codable, Hashable, Sendable {
  /// The heading; empty for none.
  public var title: String

  /// The facts.
  public var facts: [Fact]

  /// Makes a table.
  public init(title: String = "", facts: [Fact]) {
    self.title = title
    self.facts = facts
  }
}

/// Results in order, with what they mean in plain words: what one report shows.
public struct Study: Codable, Hashable, Sendable {
  /// Results that belong together.
  public struct Section: Codable, Hashable, Sendable {
    /// The heading.
    public var title: String

    /// What the results say, a paragraph each.
    public var findings: [String]

    /// The results, in the order in which they are shown.
    public var results: [AnalysisResult]

    /// Makes a section.
    public init(title: String, findings: [String] = [], results: [AnalysisResult]) {
      self.title = title
      self.findings = findings
      self.results = results
    }
  }

  /// The heading of the whole.
  public var title: String

  /// What the study is about, in a sentence or two.
  public var introduction: String

  /// What was found, the most important first.
  public var findings: [String]

  /// What was run: model, corpus, seed, version, commands.
  public var facts: [Fact]

  /// The results.
  public var sections: [Section]

  /// Makes a study.
  public init(
    title: String, introduction: String = "", findings: [String] = [], facts: [Fact] = [],
    sections: [Section]
  ) {
    self.title = title
    self.introduction = introduction
    self.findings = findings
    self.facts = facts
    self.sections = sections
  }
}
