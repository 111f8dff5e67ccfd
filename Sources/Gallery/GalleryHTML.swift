import Foundation
import FoveaNotebook

/// A page of a gallery as one HTML file that needs no other file, no network and no script.
struct GalleryHTML {
  /// The folder that the page's pictures lie in.
  let folder: String

  /// The HTML of a page in Markdown: headings can be linked to, pictures stand in the page, links lead to HTML pages.
  func page(_ title: String, _ markdown: String) -> String {
    let text =
      markdown
      .replacing(/<!--.*?-->\n/, with: "")
      .replacing("<br>", with: " ")
      .replacing("README.md", with: "index.html")
      .replacing(/\((lecture-[0-9]+)\.md/) { "(\($0.output.1).html" }
    var html = Markdown.html(text)
    html = html.replacing(/<h2>(.*?)<\/h2>/) { heading in
      "<h2 id=\"\(GalleryPages.anchor(String(heading.output.1)))\">\(heading.output.1)</h2>"
    }
    html = html.replacing(/<img alt="([^"]*)" src="([^"]+)">/) { picture in
      "<img alt=\"\(picture.output.1)\" src=\"\(source(String(picture.output.2)))\">"
    }
    return HTMLPage(title: title, body: html).html
  }

  /// A picture's bytes as an address; its name where it cannot be read.
  private func source(_ name: String) -> String {
    guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return name }
    return "data:image/png;base64,\(bytes.base64EncodedString())"
  }
}
