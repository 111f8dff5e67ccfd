import Foundation
public import FoveaTensor

/// Makes a tensor larger or smaller along some axes by reading it between its elements, as ONNX's Resize defines it.
///
/// Each axis on its own: output position o is read at a place x(o) of the input, from the neighbours of that place with
/// weights that depend on the method. Neighbours outside are those of the border.
public struct Resampling: Operation {
  /// How a value between elements is made.
  public enum Method: Hashable, Sendable, Codable {
    /// The nearest element.
    case nearest(Rounding)
    /// On the line between two; where the output is smaller and `isSmoothed`, over as many as an output element covers.
    case linear(isSmoothed: Bool = false)
    /// On a cubic through four (Keys 1981), whose form `a` chooses; `isSmoothed` as for lines.
    case cubic(a: Float = -0.75, isSmoothed: Bool = false)
  }

  /// Which element is nearest.
  public enum Rounding: String, Hashable, Sendable, Codable, CaseIterable {
    /// The closer one, the lower of two as close.
    case preferFloor
    /// The closer one, the upper of two as close.
    case preferCeil
    /// The lower one.
    case floor
    /// The upper one.
    case ceil
  }

  /// Where an output position lies in the input, for a scale s = outputs / inputs.
  public enum Coordinates: String, Hashable, Sendable, Codable, CaseIterable {
    /// (o + ½) / s − ½: elements have an extent, and ends meet.
    case halfPixel
    /// As `halfPixel`, and both centres meet where the scaled size is no whole number.
    case halfPixelSymmetric
    /// As `halfPixel`, but 0 for a single output.
    case pytorchHalfPixel
    /// o (inputs − 1) / (outputs − 1): first and last elements meet.
    case alignCorners
    /// o / s: first elements meet.
    case asymmetric
    /// (o + ½) / s, as an earlier ONNX and TensorFlow have it.
    case shiftedHalfPixel
    /// `alignCorners` within a region of the input; places outside of the input get `extrapolation`.
    case crop
  }

  /// One axis and its new extent.
  public struct Target: Hashable, Sendable, Codable {
    /// The axis; negative ones count from the end.
    public let axis: Int
    /// outputs / inputs; `nil` where the size says it.
    public let scale: Float?
    /// The new extent; `nil` for ⌊inputs · scale⌋.
    public let size: Int?
    /// For `crop`, where the region begins and ends as shares of the axis.
    public let region: [Float]

    /// Creates a target.
    ///
    /// - Precondition: there is a scale or a size.
    public init(axis: Int, scale: Float? = nil, size: Int? = nil, region: [Float] = [0, 1]) {
      (self.axis, self.scale, self.size, self.region) = (axis, scale, size, region)
    }
  }

  /// The name of the kind.
  public static let kind = "resample"
  /// How a value between elements is made.
  public let method: Method
  /// Where output positions lie.
  public let coordinates: Coordinates
  /// The axes that change.
  public let targets: [Target]
  /// Whether neighbours outside are left out (and the others' weights made larger) instead of read at the border.
  public let excludesOutside: Bool
  /// What places outside of the input get with `crop`.
  public let extrapolation: Float

  /// Creates a resampling.
  ///
  /// - Precondition: each target has a positive scale or size.
  public init(
    _ method: Method, coordinates: Coordinates = .halfPixel, targets: [Target],
    excludesOutside: Bool = false, extrapolation: Float = 0
  ) {
    self.method = method
    self.coordinates = coordinates
    self.targets = targets
    self.excludesOutside = excludesOutside
    self.extrapolation = extrapolation
    requireSoundAttributes()
  }

  /// Each target has a positive scale or size, and a region two ends.
  public func checkAttributes() throws(ShapeError) {
    for target in targets {
      guard target.scale != nil || target.size != nil, target.region.count == 2 else {
        throw ShapeError("axis \(target.axis) needs a scale or a size, and two ends of its region")
      }
      try requirePositive(target.size.map { [$0] } ?? [], "a size")
      guard let scale = target.scale, !(scale >= 1e-6 && scale <= 1e6) else { continue }
      throw ShapeError("a scale must lie between 1e-6 and 1e6, got \(scale)")
    }
  }

  /// The input's shape with the targets' extents.
  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    var shape = inputs[0]
    var seen: Set<Int> = []
    for target in targets {
      let axis = try inputs[0].normalized(axis: target.axis)
      guard seen.insert(axis).inserted else { throw ShapeError("two targets for axis \(axis)") }
      guard inputs[0][axis] > 0 else { throw ShapeError("axis \(axis) of \(shape) is empty") }
      let size = target.size ?? Int(Float(inputs[0][axis]) * (target.scale ?? 1))
      guard size > 0 else {
        throw ShapeError("nothing is left of axis \(axis) of \(inputs[0]) at that scale")
      }
      shape = shape.replacing(axis, with: size)
    }
    return try Shape(checking: shape.dimensions)
  }

  /// The method.
  public var summary: String { "\(method), \(coordinates.rawValue)" }
}

extension Resampling {
  /// The input elements that an output element is made of, and their weights; none where it is extrapolated.
  public typealias Taps = [(index: Int, weight: Float)]

  /// The elements that each output along a target's axis is made of, for so many inputs and outputs.
  public func taps(for target: Target, inputs: Int, outputs: Int) -> [Taps] {
    let scale = target.scale.map(Double.init) ?? Double(outputs) / Double(inputs)
    return (0..<outputs).map { position in
      let place = place(of: position, target, inputs, outputs, scale)
      if coordinates == .crop, !(place >= 0 && place <= Double(inputs - 1)) { return [] }
      return taps(at: place, scale: scale, inputs: inputs)
    }
  }

  private func place(
    of position: Int, _ target: Target, _ inputs: Int, _ outputs: Int, _ scale: Double
  ) -> Double {
    let o = Double(position)
    let (last, width) = (Double(inputs - 1), scale * Double(inputs))
    switch coordinates {
    case .halfPixel: return (o + 0.5) / scale - 0.5
    case .halfPixelSymmetric:
      let offset = Double(inputs) / 2 * (1 - Double(outputs) / width)
      return offset + (o + 0.5) / scale - 0.5
    case .pytorchHalfPixel: return outputs == 1 ? 0 : (o + 0.5) / scale - 0.5
    case .alignCorners: return width == 1 || outputs == 1 ? 0 : o * last / (width - 1)
    case .asymmetric: return o / scale
    case .shiftedHalfPixel: return (o + 0.5) / scale
    case .crop:
      let (start, end) = (Double(target.region[0]), Double(target.region[1]))
      guard outputs > 1, width != 1 else { return (start + end) * last / 2 }
      return start * last + o * (end - start) * last / (width - 1)
    }
  }

  /// The neighbours lie at base + 1 − n/2 … base + n/2 with base < place ≤ base + 1.
  private func taps(at place: Double, scale: Double, inputs: Int) -> Taps {
    let base = place.rounded(.up) - 1
    let ratio = place - base
    let (first, weights) = weights(ratio, scale: scale)
    let leavesOut = excludesOutside && weights.count > 1
    var merged: [Int: Double] = [:]
    for (offset, weight) in weights.enumerated() where weight != 0 {
      let index = Int(base) + first + offset
      if leavesOut, index < 0 || index >= inputs { continue }
      merged[min(max(index, 0), inputs - 1), default: 0] += weight
    }
    let sum = leavesOut ? merged.values.reduce(0, +) : 1
    return merged.keys.sorted().map { ($0, Float((merged[$0] ?? 0) / sum)) }
  }

  /// The weights of the neighbours around a place at `ratio` in (0, 1], and the offset of the first from the base.
  private func weights(_ ratio: Double, scale: Double) -> (first: Int, weights: [Double]) {
    switch method {
    case .nearest(let rounding):
      let isUpper =
        switch rounding {
        case .preferFloor: ratio > 0.5
        case .preferCeil: ratio >= 0.5
        case .floor: ratio == 1
        case .ceil: true
        }
      return (isUpper ? 1 : 0, [1])
    case .linear(let isSmoothed):
      return Self.spread(isSmoothed ? min(scale, 1) : 1, reach: 1, ratio) { max(0, 1 - abs($0)) }
    case .cubic(let a, let isSmoothed):
      let a = Double(a)
      return Self.spread(isSmoothed ? min(scale, 1) : 1, reach: 2, ratio) { Self.cubic(abs($0), a) }
    }
  }

  /// A kernel that reaches so far, made wider by the scale, at all whole places; its sum is 1.
  private static func spread(
    _ scale: Double, reach: Double, _ ratio: Double, _ kernel: (Double) -> Double
  ) -> (first: Int, weights: [Double]) {
    let first = Int((-reach / scale).rounded(.down)) + 1
    let weights = (first..<2 - first).map { kernel((Double($0) - ratio) * scale) }
    let sum = weights.reduce(0, +)
    return (first, weights.map { $0 / sum })
  }

  private static func cubic(_ x: Double, _ a: Double) -> Double {
    if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
  }
}
