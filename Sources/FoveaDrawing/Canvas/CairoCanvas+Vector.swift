import CCairo
public import FoveaTensor
public import Foundation

extension CairoCanvas {
  /// Ends the drawing and gives the SVG file.
  ///
  /// The settings go into a `desc` element. Cairo numbers its elements by a counter of the process; they are counted
  /// anew, so that the same drawing gives the same bytes.
  ///
  /// - Precondition: the canvas is one of SVG.
  /// - Throws: `FoveaError` with Cairo's reason where anything on the way failed.
  public func svg(settings: [(key: String, value: String)] = []) throws(FoveaError) -> Data {
    precondition(format == .svg, "the canvas is not one of SVG")
    let bytes = renumbered([UInt8](try finish()))
    guard !settings.isEmpty, let root = bytes.firstRange(of: Array("<svg ".utf8)),
      let end = bytes[root.upperBound...].firstIndex(of: UInt8(ascii: ">"))
    else { return Data(bytes) }
    let lines = settings.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
    return Data(
      bytes[...end] + Array("\n<desc>\(escaped(lines))</desc>".utf8) + bytes[(end + 1)...])
  }

  /// Ends the drawing and gives the PDF file.
  ///
  /// The settings go into the document's subject. No date is stored.
  ///
  /// - Precondition: the canvas is one of PDF.
  /// - Throws: `FoveaError` with Cairo's reason where anything on the way failed.
  public func pdf(settings: [(key: String, value: String)] = []) throws(FoveaError) -> Data {
    precondition(format == .pdf, "the canvas is not one of PDF")
    unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, nil)
    if !settings.isEmpty {
      let line = settings.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
      unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, line)
    }
    return try finish()
  }
}

/// The text as XML allows it between tags.
func escaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    // XML 1.0 has no control characters but these three.
    case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
    default: if scalar.value >= 32 { escaped.unicodeScalars.append(scalar) }
    }
  }
  return escaped
}

/// The SVG file with the numbers of names such as `surface17` counted from 1 in order of appearance.
///
/// Names stand after `id="` and `#`, neither of which occurs in anything else that Cairo writes.
func renumbered(_ file: [UInt8]) -> [UInt8] {
  let marks = [Array("id=\"".utf8), Array("#".utf8)]
  var target: [UInt8] = []
  target.reserveCapacity(file.count)
  var numbers: [[UInt8]: Int] = [:]
  var position = 0
  while position < file.count {
    guard let mark = marks.first(where: { file[position...].starts(with: $0) }) else {
      target.append(file[position])
      position += 1
      continue
    }
    let name = position + mark.count
    let digits = file[name...].firstIndex { !isLetter($0) } ?? file.count
    let end = file[digits...].firstIndex { !isDigit($0) } ?? file.count
    target += file[position..<digits]
    position = digits
    // A name ends with its number; those with further parts (glyph0-1) are already counted by Cairo.
    let isWhole =
      end < file.count && (file[end] == UInt8(ascii: "\"") || file[end] == UInt8(ascii: ")"))
    guard digits > name, end > digits, isWhole else { continue }
    let number = numbers[Array(file[name..<end]), default: numbers.count + 1]
    numbers[Array(file[name..<end])] = number
    target += Array(String(number).utf8)
    position = end
  }
  return target
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
