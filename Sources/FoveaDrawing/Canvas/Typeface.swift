import CCairo
import CFont
import Foundation
import Synchronization

/// One weight of the bundled typeface, loaded once for the process.
///
/// Widths come from the file's own units and are never rounded to pixels, so a layout is the same on every machine.
/// Measuring and drawing have separate FreeType faces: Cairo locks its own.
@safe final class Typeface: Sendable {
  static let regular = unsafe Typeface(cfont_regular)
  static let bold = unsafe Typeface(cfont_bold)

  static func of(_ font: Font) -> Typeface { font.isBold ? bold : regular }

  /// A glyph and how far the next one lies from it, as a share of the font size.
  struct Glyph {
    var index: UInt
    var advance: Double
  }

  private struct Metrics {
    var face: OpenFace
    var known: [Unicode.Scalar: Glyph] = [:]
  }

  private let metrics: Mutex<Metrics>
  /// Cairo's face, which Cairo guards by a lock of its own; alive as long as the process.
  private nonisolated(unsafe) let drawing: OpaquePointer

  private init(_ file: (UnsafeMutablePointer<Int>) -> UnsafePointer<UInt8>) {
    let measured = unsafe OpenFace(file)
    metrics = Mutex(Metrics(face: measured))
    let drawn = unsafe OpenFace(file)
    unsafe drawing = cairo_ft_font_face_create_for_ft_face(
      drawn.face, Int32(FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP))
  }

  /// Sets this typeface on a Cairo context.
  @unsafe func select(on context: OpaquePointer) { unsafe cairo_set_font_face(context, drawing) }

  /// The glyphs of a line of text.
  func glyphs(of text: String) -> [Glyph] {
    metrics.withLock { metrics in
      text.unicodeScalars.map { scalar in
        if let glyph = metrics.known[scalar] { return glyph }
        let glyph = metrics.face.glyph(of: scalar)
        metrics.known[scalar] = glyph
        return glyph
      }
    }
  }

  /// The width of a line of text as a share of the font size.
  func width(of text: String) -> Double {
    glyphs(of: text).reduce(0) { $0 + $1.advance }
  }
}

/// A FreeType face over bytes in the binary, with a FreeType library of its own: they share no state.
///
/// Sendable, since whoever measures holds the lock around it.
@safe private struct OpenFace: @unchecked Sendable {
  let face: FT_Face?

  init(_ file: (UnsafeMutablePointer<Int>) -> UnsafePointer<UInt8>) {
    var size = 0
    let bytes = unsafe file(&size)
    var library: FT_Library?
    var face: FT_Face?
    // The bytes were compiled in, so only memory can fail; text then has no width and Cairo reports the rest.
    if unsafe FT_Init_FreeType(&library) == 0 {
      _ = unsafe FT_New_Memory_Face(library, bytes, FT_Long(size), 0, &face)
    }
    unsafe self.face = face
  }

  func glyph(of scalar: Unicode.Scalar) -> Typeface.Glyph {
    guard let face = unsafe face else { return Typeface.Glyph(index: 0, advance: 0) }
    let index = unsafe FT_Get_Char_Index(face, FT_ULong(scalar.value))
    guard unsafe FT_Load_Glyph(face, index, Int32(FT_LOAD_NO_SCALE)) == 0 else {
      return Typeface.Glyph(index: UInt(index), advance: 0)
    }
    let units = unsafe Double(face.pointee.units_per_EM)
    let advance = unsafe Double(face.pointee.glyph.pointee.advance.x)
    return Typeface.Glyph(index: UInt(index), advance: advance / units)
  }
}

func sine(_ angle: Double) -> Double { sin(angle) }

func cosine(_ angle: Double) -> Double { cos(angle) }
