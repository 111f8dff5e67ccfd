/// A document in HTML that needs no other file: one column, light or dark as the reader's system is.
public struct HTMLPage {
  /// The title, as plain text.
  public let title: String
  /// What stands in it, as HTML.
  public let body: String

  /// Creates a page.
  public init(title: String, body: String) {
    self.title = title
    self.body = body
  }

  /// The whole page.
  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escapedHTML(title))</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    \(body)
    </main>
    </body>
    </html>

    """
  }
}
