extension BehaviourTask {
  /// The tasks that need no file.
  public static let builtIn = [
    htmlClose, htmlTag, bracketClose, bracketKind, properNoun, copySuppression,
  ]

  /// Whether `</` comes next.
  static let htmlClose = BehaviourTask(
    name: "html-close", summary: "`</` where an element is to be closed",
    prompts: [
      "<h1>Title here", "<ul><li>List item", "<p>This is <b>very important", "<div><span>some text",
      "<table><tr><td>12", "<h2>References", "<table><tr><th>Name", "<p>Water is H<sub>2",
      "<p>See <a href=\"index.html\">the index", "<title>Home page", "<li><i>Hamlet",
      "<p>The word <em>never",
    ].map { Prompt($0, right: ["</"], wrong: ["."]) },
    measure: .htmlClose, twin: .unopenedElement)

  /// Which element's name follows `</`.
  static let htmlTag = BehaviourTask(
    name: "html-tag", summary: "the name of the open element, after `</`",
    prompts: [
      ("<table><tr><th>Model name</", "th"), ("<ul><li>List item</", "li"),
      ("<ul>\n<li>One</li>\n<li>Two</li>\n</", "ul"), ("<p>This is <b>very important</", "b"),
      ("<p>The play <i>Hamlet</", "i"), ("<div><span>some text</", "span"),
      ("<div><span>some text</span></", "div"), ("<p>Water is H<sub>2</", "sub"),
      ("<table><tr><td>12</td><td>13</", "td"), ("<p>The word <em>never</", "em"),
      ("<p>Read <a href=\"index.html\">the index</", "a"),
      ("<ol>\n<li>One</li>\n<li>Two</li>\n</", "ol"),
      ("<select><option>A</option><option>B</option></", "select"),
      ("<tr><th>Name</th><th>Age</th></", "tr"), ("<p>It is <strong>not</strong> so.</", "p"),
      ("<p>Call <code>print</", "code"),
    ].map { Prompt($0.0, right: [$0.1]) },
    measure: .htmlTag, twin: .renamedElement)

  /// Whether a bracket is closed.
  static let bracketClose = BehaviourTask(
    name: "bracket-close", summary: "the bracket that closes the open one, where it is due",
    prompts: [
      ("def line(tensor, renderer=None", ")"), ("x = foo(bar[3", "]"), ("print(\"hello\"", ")"),
      ("values = [1, 2, 3", "]"), ("table = {'a': 1, 'b': 2", "}"), ("y = max(a, b", ")"),
      ("He lived in Rome (Italy", ")"), ("first = names[0", "]"), ("total = sum(values", ")"),
      ("for i in range(10", ")"), ("length = len(items", ")"), ("import numpy (version 1.2", ")"),
    ].map { Prompt($0.0, right: [$0.1], wrong: ["("]) },
    measure: .bracketClose, twin: .unopenedBracket)

  /// Which bracket closes.
  static let bracketKind = BehaviourTask(
    name: "bracket-kind", summary: "which of the brackets closes the open one",
    prompts: [
      ("x = foo(bar[3", "]"), ("values = [1, 2, 3", "]"), ("print(name", ")"),
      ("table = {'a': 1, 'b': 2", "}"), ("y = max(a, b", ")"), ("first = names[0", "]"),
      ("f(g[h(1", ")"), ("m = [f(x", ")"), ("d = {k: v[0", "]"), ("total = sum(values", ")"),
      ("return {1, 2, 3", "}"), ("a[b(c[0", "]"),
    ].map { Prompt($0.0, right: [$0.1]) },
    measure: .bracketKind, twin: .otherBracket)

  /// Which name comes next.
  static let properNoun = BehaviourTask(
    name: "proper-noun", summary: "a proper noun where one comes next",
    prompts: names.flatMap { first, second in
      [
        Prompt(
          "When \(first) and \(second) went to the store, \(second) gave a drink to",
          right: [" \(first)"], wrong: [" \(second)"],
          corrupted: ["When \(first) and \(second) went to the store, \(first) gave a drink to"]),
        Prompt(
          "My name is \(first). Your name is \(second). Hello, my name is", right: [" \(first)"],
          wrong: [" \(second)"],
          corrupted: ["My name is \(second). Your name is \(first). Hello, my name is"]),
      ]
    },
    measure: .properNoun)

  private static let names = [
    ("John", "Mary"), ("Tom", "Anna"), ("Peter", "James"), ("Paul", "Sarah"), ("David", "Alice"),
    ("Mark", "Jane"),
  ]

  /// Whether a word that stands in the text already is kept from being said again.
  static let copySuppression = BehaviourTask(
    name: "copy-suppression", summary: "no word again that the text has, where another belongs",
    prompts: [
      ("All's fair in love and", " war", " love", "All's fair in peace and"),
      ("We walked from north to", " south", " north", "We walked from home to"),
      ("They fought day and", " night", " day", "They fought long and"),
      ("He looked left and", " right", " left", "He looked up and"),
      ("It is neither black nor", " white", " black", "It is neither new nor"),
      ("Every question has an", " answer", " question", "Every problem has an"),
      ("She bought salt and", " pepper", " salt", "She bought bread and"),
      ("The king and the", " queen", " king", "The man and the"),
      ("Ladies and", " gentlemen", " Ladies", "Women and"),
      ("They sat at the table on a", " chair", " table", "They sat at the window on a"),
    ].map { Prompt($0.0, right: [$0.1], wrong: [$0.2], corrupted: [$0.3]) },
    measure: .copySuppression)
}
