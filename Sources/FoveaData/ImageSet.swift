public import FoveaTensor

/// Pictures of one size with a class each, kept as bytes.
///
/// The pixels of a set and of all of its parts are stored once. As floats they lie in 0...1: the byte divided by 255,
/// which is also what PyTorch's `ToTensor` gives, bit for bit.
public struct ImageSet: SampleSource {
  /// The number of channels: 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// The number of rows of each picture.
  public let height: Int
  /// The number of columns of each picture.
  public let width: Int
  /// The classes' names; a label is a position in this list.
  public let classNames: [String]

  /// The pixels of all stored pictures, `[picture, channel, row, column]`; shared by the set's parts.
  let pixels: [UInt8]
  let storedLabels: [Int]
  /// Which of the stored pictures belong to this set, in order.
  let rows: [Int]

  /// Creates a set of pictures.
  ///
  /// - Parameter pixels: the bytes, `[picture, channel, row, column]`.
  /// - Precondition: the sizes are positive, there is one label for each picture, and each is a position in `classNames`.
  public init(
    pixels: [UInt8], labels: [Int], channels: Int, height: Int, width: Int, classNames: [String]
  ) {
    precondition(
      channels > 0 && height > 0 && width > 0, "pictures of \(channels)x\(height)x\(width) are none"
    )
    precondition(
      pixels.count == labels.count * channels * height * width,
      "\(labels.count) labels do not fit \(pixels.count) pixels of \(channels)x\(height)x\(width)")
    precondition(
      labels.allSatisfy { classNames.indices.contains($0) },
      "a label is outside of the \(classNames.count) classes")
    self.init(
      channels: channels, height: height, width: width, classNames: classNames, pixels: pixels,
      storedLabels: labels, rows: Array(labels.indices))
  }

  init(
    channels: Int, height: Int, width: Int, classNames: [String], pixels: [UInt8],
    storedLabels: [Int], rows: [Int]
  ) {
    self.channels = channels
    self.height = height
    self.width = width
    self.classNames = classNames
    self.pixels = pixels
    self.storedLabels = storedLabels
    self.rows = rows
  }

  /// The number of pictures.
  public var count: Int { rows.count }

  /// The number of values of one picture.
  public var pixelsPerImage: Int { channels * height * width }

  /// The class of each picture.
  public var labels: [Int] { rows.map { storedLabels[$0] } }

  /// The class of one picture.
  ///
  /// - Precondition: it exists.
  public func label(_ sample: Int) -> Int { storedLabels[rows[sample]] }

  /// How many pictures each class has.
  public var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classNames.count)
    for row in rows { counts[storedLabels[row]] += 1 }
    return counts
  }

  /// All pictures, `[count, channels, height, width]` in 0...1.
  public var images: Tensor { images(at: Array(0..<count)) }

  /// Some pictures, `[samples, channels, height, width]` in 0...1.
  ///
  /// - Precondition: they exist.
  public func images(at samples: [Int]) -> Tensor {
    var scalars = [Float](repeating: 0, count: samples.count * pixelsPerImage)
    var span = scalars.mutableSpan
    copyImages(at: samples, into: &span)
    return Tensor(shape: [samples.count, channels, height, width], scalars: scalars)
  }

  /// Writes some pictures, one after another, at the beginning of `target`, as floats in 0...1.
  ///
  /// - Precondition: they exist, and `target` holds `samples.count * pixelsPerImage` values or more.
  public func copyImages(at samples: [Int], into target: inout MutableSpan<Float>) {
    let size = pixelsPerImage
    precondition(
      target.count >= samples.count * size,
      "\(samples.count) pictures do not fit into \(target.count) values")
    unsafe target.withUnsafeMutableBufferPointer { target in
      unsafe pixels.withUnsafeBufferPointer { pixels in
        for (position, sample) in samples.enumerated() {
          let source = unsafe UnsafeBufferPointer(
            rebasing: pixels[rows[sample] * size..<(rows[sample] + 1) * size])
          let part = unsafe UnsafeMutableBufferPointer(
            rebasing: target[position * size..<(position + 1) * size])
          unsafe Self.convert(source, part)
        }
      }
    }
  }

  /// Divides bytes by 255, exactly as division would, by two products and a sum.
  ///
  /// 1/255 is split into a part of 16 bits, whose product with a byte is exact, and the rest. Division itself takes three
  /// times as long.
  private static func convert(
    _ source: UnsafeBufferPointer<UInt8>, _ target: UnsafeMutableBufferPointer<Float>
  ) {
    let high = Float(bitPattern: (1 / 255 as Float).bitPattern & ~0xff)
    let low = Float(1 / 255 - Double(high))
    for index in 0..<source.count {
      let value = unsafe Float(source[index])
      unsafe target[index] = value * high + value * low
    }
  }
}

extension ImageSet {
  /// The shape of one picture, `[channels, height, width]`.
  public var inputShape: Shape { [channels, height, width] }

  /// A class is one number.
  public var targetShape: Shape { .scalar }

  /// The number of classes.
  public var classCount: Int? { classNames.count }

  /// Writes pictures and their classes.
  public func copy(
    _ samples: [Int], epoch: Int, inputs: inout MutableSpan<Float>,
    targets: inout MutableSpan<Float>
  ) {
    checkCopy(samples, inputs, targets)
    copyImages(at: samples, into: &inputs)
    for position in samples.indices { targets[position] = Float(label(samples[position])) }
  }
}

extension ImageSet: Equatable {
  /// Whether both have the same pictures, classes and names in the same order, however they are stored.
  public static func == (a: ImageSet, b: ImageSet) -> Bool {
    guard a.inputShape == b.inputShape, a.classNames == b.classNames, a.labels == b.labels else {
      return false
    }
    let size = a.pixelsPerImage
    return zip(a.rows, b.rows).allSatisfy { own, other in
      a.pixels[own * size..<(own + 1) * size].elementsEqual(
        b.pixels[other * size..<(other + 1) * size])
    }
  }
}

extension ImageSet: CustomStringConvertible {
  /// The number, size and classes of the pictures.
  public var description: String {
    "\(count) pictures of \(channels)x\(height)x\(width) in \(classNames.count) classes"
  }
}
