import Foundation
import Fovea
import FoveaNotebook

/// A page of a gallery as one HTML file that needs no other file, no network and no script.
struct GalleryHTML {
  /// The folder that the page's pictures lie in.
  let folder: String

  /// The HTML of a page in Markdown: headings can be linked to, pictures stand in the page, links lead to HTML pages.
  ///
  /// - Throws: `FoveaError` where a picture cannot be read.
  func page(_ title: String, _ markdown: String) throws(FoveaError) -> String {
    let text =
      markdown
      .replacing(/<!--.*?-->\n/, with: "")
      .replacing("README.md", with: "index.html")
      .replacing(/\((lecture-[0-9]+)\.md/) { "(\($0.output.1).html" }
    var html = Markdown.html(text)
    html = html.replacing(/<h2>(.*?)<\/h2>/) { heading in
      "<h2 id=\"\(GalleryPages.anchor(String(heading.output.1)))\">\(heading.output.1)</h2>"
    }
    for picture in Set(html.matches(of: /src="([^"]+)"/).map { String($0.output.1) }) {
      html = html.replacing("src=\"\(picture)\"", with: "src=\"\(try address(of: picture))\"")
    }
    return HTMLPage(title: title, body: html).html
  }

  /// A picture's bytes as an address.
  private func address(of picture: String) throws(FoveaError) -> String {
    let bytes = try readFile("\(folder)/\(picture)")
    return "data:image/png;base64,\(bytes.base64EncodedString())"
  }
}
