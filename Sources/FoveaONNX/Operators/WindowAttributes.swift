import FoveaNetwork
import FoveaTensor

extension OperatorSite {
  /// The largest number that an attribute of a window may be.
  static let extentLimit = 1 << 30

  /// The sliding window that a node's attributes describe.
  ///
  /// - Parameters:
  ///   - kernel: its extents where the attributes do not say them.
  ///   - sizes: the extents that it slides over.
  func window(kernel usual: [Int]?, over sizes: [Int]) throws(FoveaError) -> Window {
    guard !sizes.isEmpty else {
      throw FoveaError("it slides over nothing: the input has rank 2 or less")
    }
    guard let kernel = attributes.ints("kernel_shape") ?? usual else {
      throw FoveaError("kernel_shape is missing")
    }
    let ones = [Int](repeating: 1, count: sizes.count)
    let stride = attributes.ints("strides") ?? ones
    let dilation = attributes.ints("dilations") ?? ones
    for (name, list) in [("kernel", kernel), ("strides", stride), ("dilations", dilation)] {
      guard list.count == sizes.count, list.allSatisfy({ $0 > 0 && $0 <= Self.extentLimit }) else {
        throw FoveaError("its \(name) \(list) must be \(sizes.count) positive numbers")
      }
    }
    let border = try border(kernel, stride, dilation, sizes)
    return Window(kernel: kernel, stride: stride, dilation: dilation, border: border)
  }

  private func border(
    _ kernel: [Int], _ stride: [Int], _ dilation: [Int], _ sizes: [Int]
  ) throws(FoveaError) -> BorderSize {
    switch attributes.string("auto_pad", "NOTSET") {
    case "VALID": return .valid
    case "SAME_UPPER": return .same
    case "SAME_LOWER": return .sameLower
    case "NOTSET":
      let pads = attributes.ints("pads") ?? [Int](repeating: 0, count: 2 * sizes.count)
      guard pads.count == 2 * sizes.count,
        pads.allSatisfy({ $0 >= 0 && $0 <= Self.extentLimit })
      else {
        throw FoveaError(
          "its pads \(pads) must be \(2 * sizes.count) numbers that are not negative")
      }
      let before = Array(pads.prefix(sizes.count))
      return .explicit(before: before, behind: Array(pads.suffix(sizes.count)))
    case let other: throw FoveaError("auto_pad is '\(other)', which the standard does not know")
    }
  }

  /// The extents behind batch and channels.
  func sizes(of shape: Shape) throws(FoveaError) -> [Int] {
    guard shape.rank > 2 else {
      throw FoveaError("its input must have the shape [batch, channels, size…], got \(shape)")
    }
    return Array(shape.dimensions.dropFirst(2))
  }
}
