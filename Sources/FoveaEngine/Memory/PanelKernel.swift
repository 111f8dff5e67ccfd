import CKernels
import FoveaTensor

/// A matrix as the second factor of many products: how its elements lie in memory before they are packed into panels.
struct PanelMatrix: Hashable {
  /// The extent that products sum over.
  let inner: Int
  let columns: Int
  /// The distance, in elements, from one inner index to the next, and from one column to the next.
  let stride: (inner: Int, column: Int)

  /// `Wᵀ` of a row-major matrix `[columns, inner]`, as layers keep their weights.
  static func transposed(columns: Int, inner: Int) -> PanelMatrix {
    PanelMatrix(inner: inner, columns: columns, stride: (1, inner))
  }

  /// A row-major matrix `[inner, columns]`.
  static func plain(inner: Int, columns: Int) -> PanelMatrix {
    PanelMatrix(inner: inner, columns: columns, stride: (columns, 1))
  }

  var panelCount: Int { Int(fovea_panels_count(Int64(inner), Int64(columns))) }

  static func == (a: PanelMatrix, b: PanelMatrix) -> Bool {
    a.inner == b.inner && a.columns == b.columns && a.stride == b.stride
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(inner)
    hasher.combine(columns)
    hasher.combine(stride.inner)
  }
}

/// Products with packed matrices: faster than a general product where rows are few and the matrix is read again and again.
enum PanelKernel {
  /// What a product starts from.
  enum Start {
    case zero
    case result
    case bias(Floats)
  }

  static func pack(_ source: Floats, _ matrix: PanelMatrix, into panels: Floats) {
    precondition(
      source.count >= matrix.inner * matrix.columns && panels.count >= matrix.panelCount,
      "a packed \(matrix.inner)×\(matrix.columns) matrix does not fit its memory")
    unsafe fovea_panels_pack(
      Int64(matrix.inner), Int64(matrix.columns), source.pointer, Int64(matrix.stride.inner),
      Int64(matrix.stride.column), panels.pointer)
  }

  /// out `[rows, columns]` = start + a `[rows, inner]` · panels.
  static func multiply(
    _ a: Floats, _ panels: Floats, _ matrix: PanelMatrix, from start: Start = .zero,
    into out: Floats, rows: Int
  ) {
    let (inner, columns) = (matrix.inner, matrix.columns)
    precondition(
      a.count >= rows * inner && panels.count >= matrix.panelCount && out.count >= rows * columns,
      "a product of \(rows)×\(inner) and \(inner)×\(columns) does not fit its memory")
    if case .bias(let bias) = start { precondition(bias.count == columns, "a value a column") }
    // Whole tiles of rows for each thread; one thread where the work is over before another wakes up.
    let pieces = rows * columns * inner > 1 << 19 ? min(Threads.count, (rows + 5) / 6) : 1
    Parallel.run(
      pieces,
      Product(
        a: a, panels: panels, matrix: matrix, start: start, out: out, rows: rows, pieces: pieces))
  }

  /// A product whose rows are shared among threads.
  private struct Product: ParallelWork {
    let a: Floats
    let panels: Floats
    let matrix: PanelMatrix
    let start: Start
    let out: Floats
    let rows: Int
    let pieces: Int

    func run(_ piece: Int) {
      let first = rows * piece / pieces
      let count = rows * (piece + 1) / pieces - first
      let (inner, columns) = (matrix.inner, matrix.columns)
      let (origin, bias): (fovea_product_start, Floats?) =
        switch start {
        case .zero: (FOVEA_FROM_ZERO, nil)
        case .result: (FOVEA_FROM_RESULT, nil)
        case .bias(let bias): (FOVEA_FROM_BIAS, bias)
        }
      unsafe fovea_panels_product(
        Int64(count), Int64(columns), Int64(inner), a.pointer + first * inner, Int64(inner),
        panels.pointer, origin, bias?.pointer, out.pointer + first * columns, Int64(columns))
    }
  }
}
