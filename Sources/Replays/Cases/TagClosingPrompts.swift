/// The texts of case 004's notebook.
///
/// Source: Alan Cooney, SoLU Circuits.
enum TagClosingPrompts {
  /// Each ends where the name of the tag to close comes next.
  static let prompts = [
    "<h1>Title</", "<b>Some bold text</", "<p>An interesting paragraph</",
    "<table><tr><th>Model name</", "<li>List item</",
  ]

  /// The page on which neurons are shown; 225 tokens of GPT-NeoX's with BOS.
  static let page = """
    <html>
      <head>
        <title>Dubious HTML Skills</title>
      </head>
      <div id="heading">
        <h1>
          Dubious HTML Skills
        </h1>
        <p class="subtitle" style="color: red;">
          By Alan Cooney
        </p>
      </div>
      <hr/><!-- Self closing tag to add confusion -->
      <div id="main">
        <h2>
          An unordered list
        </h2>
        <div>
          <ul>
            <li>List item</li>
            <li>Another interesting thing</li>
          </ul>
         \u{20}
          <h2>
            An ordered list
          </h2>
          <ol>
             <li>List item</li>
            <li>Another interesting thing</li>
          </ol>
        </div>
      </div>
    </html>
    """
}
