import Foundation
import FoundationNetworking

/// A wiki that MediaWiki serves, as readers see it.
public struct Wiki: Sendable {
  /// The server's address.
  public let endpoint: String

  /// Whom its keepers may write to about our requests.
  private let contact: String?

  /// Names a wiki.
  ///
  /// - Parameters:
  ///   - endpoint: The server's address, such as `https://en.wikipedia.org`.
  ///   - contact: A mail or web address, sent with each request as Wikimedia's rules ask.
  public init(endpoint: String, contact: String?) {
    self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    self.contact = contact
  }

  /// A request for a page.
  func request(forTitle title: String) throws(DownloadError) -> URLRequest {
    let name = Self.pageName(title)
    let path = name.addingPercentEncoding(withAllowedCharacters: Self.allowed) ?? name
    guard let url = URL(string: "\(endpoint)/wiki/\(path)"), url.host != nil,
      url.scheme == "https" || url.scheme == "http"
    else {
      throw DownloadError(
        code: .network, message: "expected an address such as https://en.wikipedia.org",
        subject: endpoint)
    }
    var request = URLRequest(url: url, timeoutInterval: 60)
    let suffix = contact.map { "; \($0)" } ?? ""
    request.setValue(
      "thresher (interpretability research, one request at a time\(suffix))",
      forHTTPHeaderField: "User-Agent")
    return request
  }

  /// The title of the page that an address shows.
  static func title(ofURL url: String) -> String? {
    guard let range = url.range(of: "/wiki/") else { return nil }
    let path = url[range.upperBound...].prefix { $0 != "?" && $0 != "#" }
    return path.isEmpty ? nil : String(path).removingPercentEncoding ?? String(path)
  }

  /// The file that holds a page: its title with blanks and what no file's name has replaced.
  static func fileName(_ title: String) -> String {
    let name = pageName(title)
    let encoded = name.addingPercentEncoding(withAllowedCharacters: fileAllowed) ?? name
    // Longer names than file systems take are told apart by what was cut off.
    guard encoded.utf8.count > 200 else { return encoded + ".html" }
    let hash = name.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return "\(encoded.prefix(180))-\(String(hash, radix: 16)).html"
  }

  /// A title as addresses have it.
  private static func pageName(_ title: String) -> String {
    title.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: " ", with: "_")
  }

  private static let allowed = CharacterSet.urlPathAllowed.subtracting(
    CharacterSet(charactersIn: "?#%"))

  private static let fileAllowed = CharacterSet.alphanumerics.union(
    CharacterSet(charactersIn: "_-.,()'!~@+="))
}
