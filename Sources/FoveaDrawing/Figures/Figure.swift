public import FoveaTensor
public import Foundation

/// A drawing that is a plain value: build it, look at its parts, draw it, write it.
public protocol Figure: Sendable {
  /// What stands above the drawing; empty for nothing.
  var title: String { get }

  /// The extents in points (1/72 inch), which follow from the content.
  var size: Size { get }

  /// Throws where the content cannot be drawn: nothing in it, or parts that do not fit each other.
  ///
  /// - Throws: `FoveaError` that says what is missing or what does not fit.
  func validate() throws(FoveaError)

  /// Draws into the rectangle from (0, 0) to `size`; call `validate` before.
  func draw(on canvas: any Canvas)
}

/// A name and a value to keep inside of a picture file, such as `("seed", "7")`.
public typealias Setting = (key: String, value: String)

/// The kinds of file that a figure can become.
public enum FigureFormat: String, CaseIterable, Sendable {
  /// Pixels.
  case png
  /// Scalable vectors for the screen.
  case svg
  /// Scalable vectors for print.
  case pdf

  /// The kind that a path's extension names.
  ///
  /// - Throws: `FoveaError` where it names none.
  public init(path: String) throws(FoveaError) {
    let name = URL(fileURLWithPath: path).pathExtension.lowercased()
    guard let format = FigureFormat(rawValue: name) else {
      let known = FigureFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
      throw FoveaError(
        "cannot write a figure to '\(path)': "
          + (name.isEmpty ? "it has no extension" : "'.\(name)' is no kind of picture")
          + "; use one of \(known)")
    }
    self = format
  }
}

extension Figure {
  /// Nothing.
  public var title: String { "" }

  /// Accepts everything.
  public func validate() throws(FoveaError) {}

  /// Writes the figure whole or not at all, as PNG, SVG or PDF by the path's extension.
  ///
  /// - Parameters:
  ///   - path: where to write; ends with `.png`, `.svg` or `.pdf`.
  ///   - scale: the pixels to a point in PNG; without meaning in SVG and PDF.
  ///   - settings: what made the picture, kept in PNG's text chunks, SVG's `desc` or PDF's subject.
  /// - Throws: `FoveaError` where the extension is unknown, the content cannot be drawn or the file not be written.
  public func write(
    to path: String, scale: Double = 2, settings: [Setting] = []
  ) throws(FoveaError) {
    let format = try FigureFormat(path: path)
    let bytes: Data
    do throws(FoveaError) {
      bytes = try data(format, scale: scale, settings: settings)
    } catch {
      throw FoveaError("cannot write '\(path)': \(error.message)")
    }
    try writeAtomically(bytes, to: path)
  }

  /// The figure as a file of a kind, in memory; the same figure gives the same bytes.
  ///
  /// - Throws: `FoveaError` where the content cannot be drawn.
  public func data(
    _ format: FigureFormat, scale: Double = 2, settings: [Setting] = []
  ) throws(FoveaError) -> Data {
    try validate()
    switch format {
    case .png:
      let canvas = try CairoCanvas(size: size, format: .pixels(scale: scale))
      draw(on: canvas)
      return try canvas.png(text: [("Software", "Fovea")] + settings)
    case .svg:
      let canvas = try CairoCanvas(size: size, format: .svg)
      draw(on: canvas)
      return try canvas.svg(settings: settings)
    case .pdf:
      let canvas = try CairoCanvas(size: size, format: .pdf)
      draw(on: canvas)
      return try canvas.pdf(settings: settings)
    }
  }

  /// The figure as a PNG file in memory.
  ///
  /// - Throws: `FoveaError` where the content cannot be drawn.
  public func pngData(scale: Double = 2, settings: [Setting] = []) throws(FoveaError) -> Data {
    try data(.png, scale: scale, settings: settings)
  }
}
