/// How far a sliding window's input is extended at its borders.
public enum BorderSize: Hashable, Sendable, Codable {
  /// Not at all: the output shrinks.
  case valid
  /// So that with stride 1 the output is as large as the input; with stride s it is ⌈size / s⌉. An odd rest goes to the
  /// far end, as in TensorFlow.
  case same
  /// As `same`, but an odd rest goes to the near end.
  case sameLower
  /// By all that touches the input: the kernel's extent minus one on both ends.
  case full
  /// By the given numbers of elements, for each spatial axis before and behind.
  case explicit(before: [Int], behind: [Int])

  /// The same number on both ends of each of two axes.
  public static func symmetric(_ size: Int) -> BorderSize {
    .explicit(before: [size, size], behind: [size, size])
  }
}

/// The geometry of a window that slides over spatial axes: kernel, stride, dilation and border, one number an axis.
public struct Window: Hashable, Sendable, Codable {
  /// The kernel's extents.
  public let kernel: [Int]
  /// The distance between neighbouring windows.
  public let stride: [Int]
  /// The distance between neighbouring elements of the kernel; 1 for none between.
  public let dilation: [Int]
  /// How the input is extended.
  public let border: BorderSize

  /// Creates a window.
  ///
  /// - Precondition: the lists are of one length and all numbers positive.
  public init(kernel: [Int], stride: [Int], dilation: [Int], border: BorderSize) {
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.border = border
    do throws(ShapeError) { try check() } catch { preconditionFailure(error.message) }
  }

  /// Throws unless the lists are of one length, all numbers positive and the borders not negative.
  func check() throws(ShapeError) {
    guard kernel.count == stride.count, kernel.count == dilation.count, !kernel.isEmpty else {
      throw ShapeError(
        "kernel \(kernel), stride \(stride) and dilation \(dilation) need one number for each axis")
    }
    try requirePositive(kernel + stride + dilation, "kernel, stride and dilation")
    guard case .explicit(let before, let behind) = border else { return }
    guard before.count == kernel.count, behind.count == kernel.count,
      (before + behind).allSatisfy({ $0 >= 0 && $0 <= attributeLimit })
    else {
      throw ShapeError(
        "borders \(before) and \(behind) need one number from 0 to 2^30 for each of "
          + "\(kernel.count) axes")
    }
  }

  /// A square window on images.
  public static func square(
    _ kernel: Int, stride: Int = 1, dilation: Int = 1, border: BorderSize = .valid
  ) -> Window {
    Window(
      kernel: [kernel, kernel], stride: [stride, stride], dilation: [dilation, dilation],
      border: border)
  }

  /// The kernel's reach along each axis with its dilation: (kernel − 1) · dilation + 1.
  public var extent: [Int] { zip(kernel, dilation).map { ($0 - 1) * $1 + 1 } }

  /// The elements added before and behind each spatial axis of the given sizes.
  public func borders(for sizes: [Int]) -> (before: [Int], behind: [Int]) {
    switch border {
    case .valid:
      let none = [Int](repeating: 0, count: sizes.count)
      return (none, none)
    case .full:
      return (extent.map { $0 - 1 }, extent.map { $0 - 1 })
    case .explicit(let before, let behind):
      return (before, behind)
    case .same, .sameLower:
      let total = sizes.indices.map { axis in
        let outputs = (sizes[axis] + stride[axis] - 1) / stride[axis]
        return max(0, (outputs - 1) * stride[axis] + extent[axis] - sizes[axis])
      }
      let (less, more) = (total.map { $0 / 2 }, total.map { $0 - $0 / 2 })
      return border == .same ? (less, more) : (more, less)
    }
  }

  /// The borders for sizes that the window can slide over.
  func checkedBorders(for sizes: [Int]) throws(ShapeError) -> (before: [Int], behind: [Int]) {
    _ = try outputs(for: sizes)
    return borders(for: sizes)
  }

  /// The number of windows along each axis: ⌊(size + borders − extent) / stride⌋ + 1.
  ///
  /// - Throws: `ShapeError` where the window is larger than what it slides over.
  public func outputs(for sizes: [Int]) throws(ShapeError) -> [Int] {
    guard sizes.count == kernel.count else {
      throw ShapeError(
        "a window of \(kernel.count) axes cannot slide over \(sizes.count) spatial axes")
    }
    let (before, behind) = borders(for: sizes)
    guard before.count == sizes.count, behind.count == sizes.count,
      (before + behind).allSatisfy({ $0 >= 0 })
    else {
      throw ShapeError("padding \(before), \(behind) does not fit \(sizes.count) spatial axes")
    }
    var outputs: [Int] = []
    for axis in sizes.indices {
      let room = sizes[axis] + before[axis] + behind[axis] - extent[axis]
      guard room >= 0 else {
        throw ShapeError(
          "the window reaches over \(extent[axis]) elements, but axis \(axis + 2) has only "
            + "\(sizes[axis]) plus \(before[axis] + behind[axis]) of padding")
      }
      outputs.append(room / stride[axis] + 1)
    }
    return outputs
  }

  /// The geometry in words, such as `3×3, stride 2`.
  public var summary: String {
    var parts = [kernel.map(String.init).joined(separator: "×")]
    if stride.contains(where: { $0 != 1 }) { parts.append("stride \(Self.brief(stride))") }
    if dilation.contains(where: { $0 != 1 }) { parts.append("dilation \(Self.brief(dilation))") }
    switch border {
    case .valid: break
    case .same: parts.append("same")
    case .sameLower: parts.append("same, lower")
    case .full: parts.append("full")
    case .explicit(let before, let behind):
      parts.append(
        before == behind ? "pad \(Self.brief(before))" : "pad \(before)…\(behind)")
    }
    return parts.joined(separator: ", ")
  }

  private static func brief(_ numbers: [Int]) -> String {
    Set(numbers).count == 1 ? "\(numbers[0])" : numbers.map(String.init).joined(separator: "×")
  }
}
