import Foundation

/// How text on standard output may look: with colours on a terminal, plain elsewhere.
///
/// `NO_COLOR` (<https://no-color.org>) takes the colours away, `CLICOLOR_FORCE` puts them where no
/// terminal is, before `less -R`, say.
struct TerminalStyle {
  /// Whether colours are written.
  let hasColors: Bool

  /// That of standard output.
  static let output = TerminalStyle(
    environment: ProcessInfo.processInfo.environment, isTerminal: isatty(STDOUT_FILENO) == 1)

  /// The style of a stream.
  init(environment: [String: String], isTerminal: Bool) {
    let isForced = !["", "0"].contains(environment["CLICOLOR_FORCE"] ?? "")
    let isForbidden = !(environment["NO_COLOR"] ?? "").isEmpty
    hasColors = !isForbidden && (isForced || (isTerminal && environment["TERM"] != "dumb"))
  }

  /// A text in the colour of less important things.
  func soft(_ text: String) -> String { styled(text, "2") }

  /// A text that stands out.
  func strong(_ text: String) -> String { styled(text, "1") }

  /// A token on a ground as strong as its number: orange above zero, blue below it, of the 256 colours
  /// that terminals share; the one that was looked for underlined.
  ///
  /// - Parameters:
  ///   - token: The token's text, on one line.
  ///   - value: Its number; nil or NaN for none.
  ///   - limit: The magnitude of full strength.
  ///   - isPeak: Whether it is the one that was looked for.
  /// - Returns: The token; without colours between brackets where it was looked for.
  func token(_ token: String, value: Double?, limit: Double, isPeak: Bool) -> String {
    guard hasColors else { return isPeak ? "⟦\(token)⟧" : token }
    let mark = isPeak ? ["1", "4"] : []
    let codes = mark + (ground(value, limit: limit).map { ["38;5;16", "48;5;\($0)"] } ?? [])
    return codes.isEmpty ? token : styled(token, codes.joined(separator: ";"))
  }

  /// A bar of eighths of letters, as long as its share of a width; nothing where colours are not.
  func bar(_ value: Double, limit: Double, width: Int = 12) -> String {
    guard hasColors, value.isFinite, limit > 0 else { return "" }
    let eighths = Int((min(1, abs(value) / limit) * Double(8 * width)).rounded())
    let rest = eighths % 8 == 0 ? "" : String(eighthBlocks[eighths % 8])
    let bar = String(repeating: "█", count: eighths / 8) + rest
    return bar.isEmpty ? "" : styled(bar, value < 0 ? "38;5;75" : "38;5;208")
  }

  private func styled(_ text: String, _ codes: String) -> String {
    hasColors && !text.isEmpty ? "\u{1B}[\(codes)m\(text)\u{1B}[0m" : text
  }

  /// The ground of a number, one of five of either sign; nil near zero.
  private func ground(_ value: Double?, limit: Double) -> Int? {
    guard let value, value.isFinite, limit > 0 else { return nil }
    let level = Int((5 * min(1, abs(value) / limit)).rounded())
    return level == 0 ? nil : (value < 0 ? coldGrounds : hotGrounds)[level - 1]
  }
}

private let hotGrounds = [230, 223, 222, 215, 208]
private let coldGrounds = [195, 153, 117, 75, 33]
private let eighthBlocks: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

/// How many letters of a text are seen: those of its colours are not.
func visibleLength(_ text: String) -> Int {
  var (count, isCode) = (0, false)
  for letter in text {
    if letter == "\u{1B}" { isCode = true }
    if !isCode { count += 1 }
    if isCode && letter == "m" { isCode = false }
  }
  return count
}
