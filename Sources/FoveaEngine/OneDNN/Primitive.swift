import COneDNN
import FoveaTensor

/// One operation of oneDNN on given layouts; made once, executed many times without allocation of ours.
@safe
final class Primitive {
  /// What memory can be bound to.
  enum Argument: UInt32 {
    case source, destination, weights, bias, mean, variance, scale, shift, workspace, scratchpad
    case sourceGradient, destinationGradient, weightsGradient, biasGradient
    case scaleGradient, shiftGradient
  }

  let handle: OpaquePointer
  private let plainLayouts: [Argument: DataLayout]

  /// Takes over a handle; `plain` gives the shapes of arguments whose layout may turn out to be row-major.
  init(_ handle: OpaquePointer?, plain shapes: [Argument: Shape] = [:]) throws(FoveaError) {
    guard let handle = unsafe handle else { throw FoveaError(oneDNNError()) }
    unsafe self.handle = handle
    var layouts: [Argument: DataLayout] = [:]
    for (argument, shape) in shapes { layouts[argument] = try DataLayout(plain: shape) }
    plainLayouts = layouts
  }

  deinit { unsafe fovea_primitive_free(handle) }

  /// The layout in which an argument is wanted; `nil` where that is row-major order (or there is no such argument).
  func layout(_ argument: Argument) -> DataLayout? {
    guard let layout = wanted(argument), layout != plainLayouts[argument] else { return nil }
    return layout
  }

  /// The memory that an argument needs, in elements; `nil` where there is no such argument.
  func floatCount(_ argument: Argument) -> Int? {
    wanted(argument).map { max(1, $0.count + 1) }  // a workspace may hold bytes: round up
  }

  var scratchCount: Int { wanted(.scratchpad).map { $0.count + 1 } ?? 0 }

  /// oneDNN's name of the implementation.
  var implementation: String { unsafe String(cString: fovea_primitive_name(handle)) }

  private func wanted(_ argument: Argument) -> DataLayout? {
    unsafe fovea_primitive_layout(handle, Int32(argument.rawValue)).map {
      unsafe DataLayout(owning: $0)
    }
  }

  func bind(_ arguments: [(Argument, Floats)], _ scratch: Floats) throws(FoveaError) {
    for (argument, floats) in arguments + [(.scratchpad, scratch)] {
      guard
        unsafe fovea_primitive_bind(handle, Int32(argument.rawValue), floats.pointer) == 0
      else { throw FoveaError(oneDNNError()) }
    }
  }

  func execute(_ context: RunContext) {
    if unsafe fovea_primitive_execute(handle) != 0 { context.fail(oneDNNError()) }
  }

  static func reorder(from: DataLayout, to: DataLayout) throws(FoveaError) -> Primitive {
    unsafe try Primitive(fovea_reorder(from.handle, to.handle))
  }
}

/// Products of row-major matrices by oneDNN.
enum MatrixKernel {
  /// out `[rows, columns]` = a · b (+ out), with `inner` the extent that is summed over.
  ///
  /// `a` is `[rows, inner]` (or transposed), `b` is `[inner, columns]` (or transposed).
  static func multiply(
    _ a: Floats, transposesFirst: Bool = false, _ b: Floats, transposesSecond: Bool = false,
    into out: Floats, rows: Int, columns: Int, inner: Int, accumulates: Bool = false,
    _ context: RunContext
  ) {
    precondition(
      a.count >= rows * inner && b.count >= inner * columns && out.count >= rows * columns,
      "a product of \(rows)×\(inner) and \(inner)×\(columns) does not fit its memory")
    guard rows > 0, columns > 0 else { return }
    guard inner > 0 else { return accumulates ? () : out.fill(0) }
    let status = unsafe fovea_sgemm(
      transposesFirst ? 1 : 0, transposesSecond ? 1 : 0, Int64(rows), Int64(columns),
      Int64(inner), 1, a.pointer, Int64(transposesFirst ? rows : inner), b.pointer,
      Int64(transposesSecond ? inner : columns), accumulates ? 1 : 0, out.pointer, Int64(columns))
    if status != 0 { context.fail(oneDNNError()) }
  }
}

/// The threads that compute: oneDNN's own, used by our loops too.
public enum Threads {
  /// How many threads a plan uses; as many as there are processors unless set.
  public static var count: Int {
    get { Int(fovea_get_threads()) }
    set { fovea_set_threads(Int32(newValue)) }
  }
}
