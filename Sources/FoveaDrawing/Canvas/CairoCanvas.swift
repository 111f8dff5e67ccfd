import CCairo
public import FoveaImage
public import FoveaTensor
import Foundation

/// A canvas that Cairo draws: pixels, SVG or PDF.
///
/// Cairo keeps the first error of a drawing; it is read once, when the drawing is finished.
@safe public final class CairoCanvas: Canvas {
  /// What the drawing becomes.
  public enum Format: Hashable, Sendable {
    /// Pixels, so many to a point.
    case pixels(scale: Double)
    /// Scalable Vector Graphics 1.1.
    case svg
    /// Portable Document Format, one page.
    case pdf
  }

  /// The extents in points.
  public let size: Size
  /// What the drawing becomes.
  public let format: Format

  let surface: OpaquePointer
  private let context: OpaquePointer
  private let sink = Sink()
  private let memory: PixelMemory?

  /// Creates a canvas that is white all over.
  ///
  /// - Throws: `FoveaError` where the size is not positive, or makes more pixels than Cairo can (32,767 a side).
  public init(size: Size, format: Format) throws(FoveaError) {
    guard size.width > 0, size.height > 0, size.width.isFinite, size.height.isFinite else {
      throw FoveaError("a drawing of \(size.width) x \(size.height) points has no area")
    }
    self.size = size
    self.format = format
    switch format {
    case .pixels(let scale):
      let pixels = try Self.pixels(of: size, scale)
      let memory = try PixelMemory(words: Int(pixels.width) * Int(pixels.height))
      unsafe surface = cairo_image_surface_create_for_data(
        memory.bytes, CAIRO_FORMAT_RGB24, pixels.width, pixels.height, pixels.width * 4)
      self.memory = memory
    case .svg:
      memory = nil
      unsafe surface = cairo_svg_surface_create_for_stream(
        keep, sink.pointer, size.width, size.height)
    case .pdf:
      memory = nil
      unsafe surface = cairo_pdf_surface_create_for_stream(
        keep, sink.pointer, size.width, size.height)
    }
    unsafe context = cairo_create(surface)
    if case .pixels(let scale) = format { unsafe cairo_scale(context, scale, scale) }
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    if memory == nil {
      fill(Rectangle(x: 0, y: 0, width: size.width, height: size.height), .white)
    }
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  private static func pixels(
    of size: Size, _ scale: Double
  ) throws(FoveaError) -> (width: Int32, height: Int32) {
    guard scale > 0, scale.isFinite else {
      throw FoveaError("the scale is \(scale) pixels a point; it must be positive")
    }
    let width = (size.width * scale).rounded(.up)
    let height = (size.height * scale).rounded(.up)
    guard max(width, height) <= 32767 else {
      throw FoveaError(
        "the picture would have \(width.exact) x \(height.exact) pixels, at most 32767 a side are "
          + "possible; lower the scale (\(scale)) or write SVG or PDF")
    }
    return (Int32(width), Int32(height))
  }

  // MARK: Drawing

  /// Fills a path.
  public func fill(_ path: Path, _ color: Color) {
    trace(path)
    use(color)
    unsafe cairo_fill(context)
  }

  /// Strokes a path.
  public func stroke(_ path: Path, _ stroke: Stroke) {
    trace(path)
    use(stroke.color)
    unsafe cairo_set_line_width(context, stroke.width)
    unsafe cairo_set_dash(context, stroke.dashes, Int32(stroke.dashes.count), 0)
    unsafe cairo_set_line_cap(
      context, stroke.hasRoundEnds ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    unsafe cairo_set_antialias(
      context, stroke.isCoarse ? CAIRO_ANTIALIAS_FAST : CAIRO_ANTIALIAS_DEFAULT)
    unsafe cairo_stroke(context)
    unsafe cairo_set_antialias(context, CAIRO_ANTIALIAS_DEFAULT)
  }

  /// Draws one line of text.
  ///
  /// Pixels get the outlines of the letters, which lie exactly where the layout says; vector files get text.
  public func draw(_ text: String, at point: Point, _ style: TextStyle) {
    guard !text.isEmpty else { return }
    let typeface = Typeface.of(style.font)
    var pen = style.start(of: text)
    var glyphs = [cairo_glyph_t]()
    for glyph in typeface.glyphs(of: text) {
      glyphs.append(cairo_glyph_t(index: glyph.index, x: pen.x, y: pen.y))
      pen.x += glyph.advance * style.font.size
    }
    unsafe cairo_save(context)
    unsafe cairo_translate(context, point.x, point.y)
    unsafe cairo_rotate(context, style.rotation * .pi / 180)
    unsafe typeface.select(on: context)
    unsafe cairo_set_font_size(context, style.font.size)
    use(style.color)
    if case .pixels = format {
      unsafe cairo_glyph_path(context, glyphs, Int32(glyphs.count))
      unsafe cairo_fill(context)
    } else {
      show(text, glyphs)
    }
    unsafe cairo_restore(context)
  }

  /// Shows glyphs together with their text, so that a PDF can be searched.
  private func show(_ text: String, _ glyphs: [cairo_glyph_t]) {
    let clusters = text.unicodeScalars.map { scalar in
      cairo_text_cluster_t(num_bytes: Int32(UTF8.width(scalar)), num_glyphs: 1)
    }
    unsafe cairo_show_text_glyphs(
      context, text, Int32(text.utf8.count), glyphs, Int32(glyphs.count), clusters,
      Int32(clusters.count), cairo_text_cluster_flags_t(0))
  }

  /// Draws a picture into a rectangle: its pixels as blocks where it grows, averaged where it shrinks.
  public func draw(_ image: PixelImage, in rectangle: Rectangle) {
    guard image.width > 0, image.height > 0, rectangle.width > 0, rectangle.height > 0 else {
      return
    }
    let fitted = fitted(image, in: rectangle)
    if writeBlocks(of: fitted, at: onDevice(rectangle)) { return }
    guard let picture = unsafe imageSurface(of: fitted) else { return }
    unsafe cairo_save(context)
    unsafe cairo_translate(context, rectangle.x, rectangle.y)
    unsafe cairo_scale(
      context, rectangle.width / Double(fitted.width), rectangle.height / Double(fitted.height))
    unsafe cairo_set_source_surface(context, picture, 0, 0)
    let pattern = unsafe cairo_get_source(context)
    unsafe cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST)
    unsafe cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
    unsafe cairo_rectangle(context, 0, 0, Double(fitted.width), Double(fitted.height))
    unsafe cairo_fill(context)
    unsafe cairo_restore(context)
    unsafe cairo_surface_destroy(picture)
  }

  /// Begins a part with its own coordinates.
  public func push(_ transform: Transform, clip: Rectangle?) {
    unsafe cairo_save(context)
    unsafe cairo_translate(context, transform.x, transform.y)
    unsafe cairo_scale(context, transform.scale, transform.scale)
    guard let clip else { return }
    unsafe cairo_rectangle(context, clip.x, clip.y, clip.width, clip.height)
    unsafe cairo_clip(context)
  }

  /// Ends the part that the last `push` began.
  public func pop() { unsafe cairo_restore(context) }

  // MARK: Finishing

  /// Ends the drawing: what was written for SVG and PDF, nothing for pixels.
  ///
  /// - Throws: `FoveaError` with Cairo's reason where anything on the way failed.
  func finish() throws(FoveaError) -> Data {
    unsafe cairo_surface_flush(surface)
    let drawn = unsafe cairo_status(context)
    if case .pixels = format {} else { unsafe cairo_surface_finish(surface) }
    let written = unsafe cairo_surface_status(surface)
    for status in [drawn, written] where status != CAIRO_STATUS_SUCCESS {
      let reason = unsafe String(cString: cairo_status_to_string(status))
      throw FoveaError("the drawing failed: \(reason)")
    }
    return sink.bytes
  }

  // MARK: Details

  /// A rectangle in the device's units; parts are moved and scaled but never turned.
  private func onDevice(_ rectangle: Rectangle) -> Rectangle {
    var (x, y) = (rectangle.x, rectangle.y)
    unsafe cairo_user_to_device(context, &x, &y)
    var (width, height) = (rectangle.width, rectangle.height)
    unsafe cairo_user_to_device_distance(context, &width, &height)
    return Rectangle(x: x, y: y, width: width, height: height)
  }

  /// Whether nothing of a rectangle in the device's units is clipped.
  func isDrawable(_ place: Rectangle) -> Bool {
    var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
    unsafe cairo_clip_extents(context, &left, &top, &right, &bottom)
    let free = onDevice(Rectangle(x: left, y: top, width: right - left, height: bottom - top))
    return place.x >= free.x - 1e-6 && place.y >= free.y - 1e-6
      && place.x + place.width <= free.x + free.width + 1e-6
      && place.y + place.height <= free.y + free.height + 1e-6
  }

  private func use(_ color: Color) {
    unsafe cairo_set_source_rgba(context, color.red, color.green, color.blue, color.opacity)
  }

  private func trace(_ path: Path) {
    unsafe cairo_new_path(context)
    for element in path.elements {
      switch element {
      case .move(let to): unsafe cairo_move_to(context, to.x, to.y)
      case .line(let to): unsafe cairo_line_to(context, to.x, to.y)
      case .curve(let a, let b, let to):
        unsafe cairo_curve_to(context, a.x, a.y, b.x, b.y, to.x, to.y)
      case .close: unsafe cairo_close_path(context)
      }
    }
  }

  /// The picture with pixels that the device can show as they are.
  ///
  /// Shrinking averages, because picking single pixels lies. In vector files pixels become blocks of many, since
  /// viewers blur small pictures whatever the file says.
  private func fitted(_ image: PixelImage, in rectangle: Rectangle) -> PixelImage {
    var (dx, dy) = (rectangle.width, rectangle.height)
    unsafe cairo_user_to_device_distance(context, &dx, &dy)
    let isVector = format == .svg || format == .pdf
    let density = isVector ? 4.0 : 1.0
    let width = max(1, Int((abs(dx) * density).rounded()))
    let height = max(1, Int((abs(dy) * density).rounded()))
    guard width >= image.width && height >= image.height else {
      return image.resized(width: min(width, image.width), height: min(height, image.height))
    }
    return isVector
      ? image.enlarged(max(1, min(width / image.width, height / image.height))) : image
  }
}

/// The bytes that Cairo hands over, in order.
@safe private final class Sink {
  var bytes = Data()
  var pointer: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }
}

/// Cairo's callback: appends to the sink behind `closure`, which its canvas keeps alive.
private let keep:
  @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> cairo_status_t =
    { closure, bytes, count in
      guard let closure = unsafe closure, let bytes = unsafe bytes else {
        return CAIRO_STATUS_WRITE_ERROR
      }
      let sink = unsafe Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
      unsafe sink.bytes.append(bytes, count: Int(count))
      return CAIRO_STATUS_SUCCESS
    }
