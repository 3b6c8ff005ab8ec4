import Foundation
import TestSupport
import Testing

/// Chromium without a window and without a network, for pages as a reader opens them.
enum Browser {
  /// Where it is installed; nil where it is not, and tests that need it are skipped.
  static let path: String? = ["chromium", "chromium-browser", "google-chrome"].lazy.flatMap {
    name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
      "\($0)/\(name)"
    }
  }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// What a page had to say at a width; `found` is of JSON's kinds and never changed.
  struct Reading: @unchecked Sendable {
    /// What the page's errors were, requests that its policy stopped among them.
    let faults: [String]

    /// What reaches beyond the page's right edge.
    let overflow: [String]

    /// How many files it fetched.
    let fetched: Int

    /// What the test's own script returned.
    let found: Any
  }

  /// A page by its name, with the body of a function that returns what is to be read.
  typealias Page = (name: String, page: String, script: String)

  /// Opens pages from files and runs a script in each.
  ///
  /// - Parameters:
  ///   - pages: Pages that are opened at 1280 and at 390 pixels.
  ///   - narrow: Pages that are opened at 390 alone.
  ///   - wide: Pages that are opened at 1280 alone.
  /// - Returns: The readings by name and width: `heatmap 390`.
  /// - Throws: What writing files and starting the browser throws.
  static func open(
    _ pages: [Page], narrow: [Page] = [], wide: [Page] = []
  ) throws -> [String: Reading] {
    let folder = try TemporaryFolder()
    var frames = ""
    let all =
      pages.map { ($0, [1280, 390]) } + narrow.map { ($0, [390]) } + wide.map { ($0, [1280]) }
    for (page, widths) in all {
      try Data(driven(page.page, by: page.script).utf8)
        .write(to: URL(fileURLWithPath: folder.file("\(page.name).html")))
      for width in widths {
        frames += """
          <iframe name="\(page.name) \(width)" src="\(page.name).html" width="\(width)" height="900"></iframe>
          """
      }
    }
    try Data(("<!DOCTYPE html><meta charset=utf-8>" + listener + frames).utf8)
      .write(to: URL(fileURLWithPath: folder.file("all.html")))
    return try readings(in: dump(of: folder.file("all.html"), folder: folder))
  }

  /// Gathers what the frames say, in base 64, so that no text in it is taken for markup; in ASCII, since
  /// Foundation drops a byte order mark at a string's beginning.
  private static let listener = """
    <body><pre id="found"></pre><script>
    const found = {};
    addEventListener('message', event => {
      found[event.data.name] = event.data;
      const plain = JSON.stringify(found).replace(/[^ -~]/g, unit => '\\\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
      document.getElementById('found').textContent = btoa(plain);
    });
    </script>
    """

  /// A page with a script before all others, which notes faults, and one after them.
  private static func driven(_ page: String, by script: String) throws -> String {
    let policy = try #require(page.range(of: "script-src &#39;nonce-"))
    let nonce = page[policy.upperBound...].prefix { $0.isHexDigit }
    let first = """
      <head><script>
      const faults = [];
      addEventListener('error', event => faults.push(event.message));
      addEventListener('securitypolicyviolation', event => faults.push(event.violatedDirective + ' ' + event.blockedURI));
      </script>
      """
    let last = """
      <script nonce="\(nonce)">
      addEventListener('load', () => setTimeout(() => {
        const width = document.documentElement.clientWidth;
        const scrolls = node => node && node !== document.body && node !== document.documentElement
          && (['auto', 'scroll', 'hidden'].includes(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
        const overflow = [...document.body.querySelectorAll('*')]
          .filter(node => node.getBoundingClientRect().right > width + 1 && !scrolls(node.parentElement) && !node.closest('svg'))
          .map(node => node.tagName + '.' + node.className).slice(0, 5);
        if (document.documentElement.scrollWidth > width) overflow.push('page ' + document.documentElement.scrollWidth);
        const press = (node, key) => node.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        const change = (node, value) => { node.value = value; node.dispatchEvent(new Event('input', { bubbles: true })); node.dispatchEvent(new Event('change', { bubbles: true })); };
        const all = selector => [...document.querySelectorAll(selector)];
        let found = null;
        try { found = (() => { \(script) })(); } catch (error) { faults.push('script: ' + error.message); }
        const fetched = performance.getEntriesByType('resource').length;
        parent.postMessage({ name: window.name, faults, overflow, fetched, found: found ?? null }, '*');
      }, 60));
      </script></body>
      """
    let head = try #require(page.range(of: "<head>"))
    let end = try #require(page.range(of: "</body>", options: .backwards))
    return page[..<head.lowerBound] + first + page[head.upperBound..<end.lowerBound] + last
  }

  private static func dump(of file: String, folder: TemporaryFolder) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path))
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
      "--virtual-time-budget=20000", "--user-data-dir=\(folder.file("profile"))", "--dump-dom",
      "file://\(file)",
    ]
    let output = folder.file("output")
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try String(contentsOfFile: output, encoding: .utf8)
  }

  private static func readings(in dump: String) throws -> [String: Reading] {
    let start = try #require(dump.range(of: "<pre id=\"found\">"), "no page answered")
    let end = try #require(dump.range(of: "</pre>", range: start.upperBound..<dump.endIndex))
    let text = dump[start.upperBound..<end.lowerBound]
    let data = try #require(Data(base64Encoded: String(text)), "no page answered")
    let objects = try #require(
      try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]])
    return objects.mapValues { object in
      Reading(
        faults: object["faults"] as? [String] ?? ["no faults told"],
        overflow: object["overflow"] as? [String] ?? ["no overflow told"],
        fetched: object["fetched"] as? Int ?? -1, found: object["found"] ?? NSNull())
    }
  }
}
