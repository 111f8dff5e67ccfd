public import FoveaTensor

/// Random changes of pictures that leave their class: drawn anew for each picture and epoch, always the same for one seed.
///
/// The geometric changes of a picture are composed to one affine map, in the order of the list, and the picture is sampled
/// once (bilinear), so that three changes blur no more than one. The changes of brightness follow, in the order of the
/// list, and the result is clamped to 0...1.
public struct Augmentation: Hashable, Sendable, Codable {
  /// One kind of change; ranges are centred on no change.
  public enum Change: Hashable, Sendable, Codable {
    /// By whole pixels, up to so many in each direction.
    case shift(pixels: Int)
    /// Left to right, with this probability.
    case flip(probability: Float)
    /// About the centre, up to so many degrees either way.
    case rotate(degrees: Float)
    /// About the centre, by a factor of `smallest` to `largest`.
    case scale(smallest: Float, largest: Float)
    /// Along the rows, up to so many degrees either way.
    case shear(degrees: Float)
    /// By adding up to so much either way.
    case brightness(Float)
    /// By stretching about the picture's mean, by a factor of 1 plus or minus up to so much.
    case contrast(Float)
    /// By adding normal noise of this deviation to each value.
    case noise(deviation: Float)
  }

  /// What stands where a picture is moved away from.
  public enum Fill: String, Hashable, Sendable, Codable {
    /// Zero: black.
    case zero
    /// The nearest pixel of the picture's edge.
    case edge
  }

  /// The changes, in order.
  public var changes: [Change]
  /// What stands where a picture is moved away from.
  public var fill: Fill
  /// Decides the draws.
  public var seed: UInt64

  /// Creates a list of changes.
  ///
  /// - Precondition: pixels, degrees and amounts are not negative, factors positive and in order, probabilities in 0...1.
  public init(_ changes: [Change], fill: Fill = .zero, seed: UInt64) {
    for change in changes {
      precondition(change.isPossible, "there is no change \(change)")
    }
    self.changes = changes
    self.fill = fill
    self.seed = seed
  }

  /// Decodes a list of changes.
  ///
  /// - Throws: `DecodingError` where a change is impossible.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    changes = try container.decode([Change].self, forKey: .changes)
    fill = try container.decode(Fill.self, forKey: .fill)
    seed = try container.decode(UInt64.self, forKey: .seed)
    guard changes.allSatisfy(\.isPossible) else {
      throw DecodingError.dataCorruptedError(
        forKey: .changes, in: container, debugDescription: "a change has impossible numbers")
    }
  }

  /// The pictures `[samples, channels, height, width]`, changed.
  ///
  /// - Parameter samples: the pictures' numbers in their set, on which the draws depend.
  /// - Precondition: there is one number for each picture.
  public func apply(to images: Tensor, samples: [Int], epoch: Int) -> Tensor {
    precondition(
      images.shape.rank == 4 && images.shape[0] == samples.count,
      "\(samples.count) samples do not fit pictures of shape \(images.shape)")
    var scalars = images.scalars
    var span = scalars.mutableSpan
    apply(
      to: &span, samples: samples, epoch: epoch, channels: images.shape[1],
      height: images.shape[2], width: images.shape[3])
    return Tensor(shape: images.shape, scalars: scalars)
  }

  /// Pictures `[samples, channels, height, width]`, all moved and turned alike: not by chance, to measure what bears it.
  ///
  /// - Parameters:
  ///   - right: how far the contents go to the right, in pixels.
  ///   - down: how far they go down.
  ///   - clockwise: by how many degrees they are turned about the centre before.
  ///   - fill: what stands where a picture is moved away from.
  /// - Precondition: the rank is 4.
  public static func moved(
    _ images: Tensor, right: Float = 0, down: Float = 0, clockwise: Float = 0, fill: Fill = .zero
  ) -> Tensor {
    precondition(images.shape.rank == 4, "pictures have the rank 4, got \(images.shape)")
    var map = AffineMap.rotation(degrees: clockwise)
    map.append(.shift(x: right, y: down))
    let source = images.scalars
    let size = images.shape.count / max(1, images.shape[0])
    var scalars = source
    unsafe scalars.withUnsafeMutableBufferPointer { target in
      for start in stride(from: 0, to: source.count, by: max(1, size)) {
        let picture = unsafe UnsafeMutableBufferPointer(rebasing: target[start..<start + size])
        unsafe map.resample(
          source.span.extracting(start..<start + size), into: picture, height: images.shape[2],
          width: images.shape[3], fillsWithEdge: fill == .edge)
      }
    }
    return Tensor(shape: images.shape, scalars: scalars)
  }

  /// Changes the pictures at the beginning of `pixels` in place.
  ///
  /// - Precondition: `pixels` holds `samples.count` pictures of that size or more.
  public func apply(
    to pixels: inout MutableSpan<Float>, samples: [Int], epoch: Int, channels: Int, height: Int,
    width: Int
  ) {
    let size = channels * height * width
    precondition(
      pixels.count >= samples.count * size,
      "\(samples.count) pictures do not fit into \(pixels.count) values")
    guard size > 0 else { return }
    var scratch = [Float](repeating: 0, count: size)
    unsafe pixels.withUnsafeMutableBufferPointer { pixels in
      for (position, sample) in samples.enumerated() {
        let picture = unsafe UnsafeMutableBufferPointer(
          rebasing: pixels[position * size..<(position + 1) * size])
        var source = RandomSource(seed: seed, epoch: epoch, sample: sample)
        // Geometry is drawn before noise, whose number of draws depends on the picture's size.
        let map = changes.reduce(into: AffineMap.identity) { $1.compose(into: &$0, &source) }
        if map != .identity {
          unsafe scratch.withUnsafeMutableBufferPointer {
            _ = unsafe $0.update(fromContentsOf: picture)
          }
          let moved = scratch.span
          unsafe map.resample(
            moved, into: picture, height: height, width: width, fillsWithEdge: fill == .edge)
        }
        var changesValues = false
        for change in changes {
          changesValues = unsafe change.changeValues(of: picture, &source) || changesValues
        }
        if changesValues {
          for index in 0..<size {
            unsafe picture[index] = min(1, max(0, picture[index]))
          }
        }
      }
    }
  }
}

extension Augmentation.Change {
  fileprivate var isPossible: Bool {
    switch self {
    case .shift(let pixels): (0...1 << 20).contains(pixels)
    case .flip(let probability): (0...1).contains(probability)
    case .rotate(let degrees): (0...360).contains(degrees)
    case .scale(let smallest, let largest):
      smallest > 0 && largest >= smallest && largest.isFinite
    case .shear(let degrees): (0..<90).contains(degrees)
    case .brightness(let amount), .contrast(let amount), .noise(let amount):
      amount >= 0 && amount.isFinite
    }
  }

  /// Draws a geometric change and appends it to `map`; draws nothing for the others.
  fileprivate func compose(into map: inout AffineMap, _ source: inout RandomSource) {
    switch self {
    case .shift(let pixels):
      let x = source.index(below: 2 * pixels + 1) - pixels
      let y = source.index(below: 2 * pixels + 1) - pixels
      map.append(.shift(x: Float(x), y: Float(y)))
    case .flip(let probability):
      if source.uniform() < probability { map.append(.flip) }
    case .rotate(let degrees):
      map.append(.rotation(degrees: source.uniform(in: -degrees...degrees)))
    case .scale(let smallest, let largest):
      map.append(.scale(source.uniform(in: smallest...largest)))
    case .shear(let degrees): map.append(.shear(degrees: source.uniform(in: -degrees...degrees)))
    case .brightness, .contrast, .noise: break
    }
  }

  /// Draws a change of values and makes it; says whether it was one.
  fileprivate func changeValues(
    of picture: UnsafeMutableBufferPointer<Float>, _ source: inout RandomSource
  ) -> Bool {
    switch self {
    case .brightness(let amount):
      let added = source.uniform(in: -amount...amount)
      for index in 0..<picture.count { unsafe picture[index] += added }
    case .contrast(let amount):
      let factor = 1 + source.uniform(in: -amount...amount)
      var sum: Float = 0
      for index in 0..<picture.count { unsafe sum += picture[index] }
      let mean = sum / Float(picture.count)
      for index in 0..<picture.count {
        unsafe picture[index] = mean + factor * (picture[index] - mean)
      }
    case .noise(let deviation):
      for index in 0..<picture.count { unsafe picture[index] += deviation * source.normal() }
    case .shift, .flip, .rotate, .scale, .shear: return false
    }
    return true
  }
}
