import FoveaDrawing
import FoveaImage
import FoveaTensor

/// What happened to adversarial images that were written as 8-bit PNG, read again and classified again.
public struct EightBitReport: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The largest distance between the 8-bit images and their 8-bit originals, in units of 1/255.
  public let largestDistance: Double
  /// The radius in units of 1/255; `nil` where the attack has none.
  public let limit: Double?
  /// How many images were fooled before they were saved.
  public let fooled: Int
  /// How many of those are fooled still.
  public let survivors: Int
  /// How many of all images the network takes for their label after they were read again.
  public let rightAfter: Int
  /// The number of images.
  public let count: Int

  /// The share of survivors among the fooled; 1 where there is none.
  public var survivalRate: Float { fooled == 0 ? 1 : Float(survivors) / Float(fooled) }

  /// The share of images that the network takes for their label after they were read again.
  public var accuracy: Float { Float(rightAfter) / Float(max(1, count)) }

  /// The numbers in one line.
  public var description: String {
    let distance = largestDistance.short(4)
    let bound = limit.map { " ≤ \($0.short(4))" } ?? ""
    return "8-bit PNG    saved and read again: \(survivors) of \(fooled) still fooled, "
      + "\(rightAfter) right; largest distance \(distance)\(bound) steps of 1/255"
  }
}

/// Images that went through 8-bit PNG files in memory.
struct EightBitImages {
  /// As the pictures were read again.
  let pictures: [PixelImage]
  /// The same as a batch for the network.
  let tensor: Tensor
  /// The distance of each from its 8-bit original, in units of 1/255.
  let distances: [Double]

  /// Writes images on the 8-bit lattice and reads them again; `nil` where they are no pictures of values 0 … 1.
  ///
  /// - Throws: `FoveaError` where the picture read is not the one written, or left its ball of whole numbers.
  init?(
    _ images: Tensor, around originals: Tensor, norm: AttackNorm, radius: Float?,
    bounds: ClosedRange<Float>
  ) throws(FoveaError) {
    guard bounds == 0...1, images.shape.rank == 4, [1, 3].contains(images.shape[1]),
      images.shape.count > 0
    else { return nil }
    let shape = Shape(Array(images.shape.dimensions.dropFirst()))
    var pictures: [PixelImage] = []
    var distances: [Double] = []
    var scalars: [Float] = []
    scalars.reserveCapacity(images.shape.count)
    for image in 0..<images.shape[0] {
      let range = image * shape.count..<(image + 1) * shape.count
      let (levels, start) = EightBitLattice.levels(
        of: images.scalars[range], around: originals.scalars[range], norm: norm, radius: radius)
      let written = PixelImage(
        Tensor(shape: shape, scalars: levels.map { Float($0) / 255 }))
      let picture = try PNGFile.decode(try PNGFile.encode(written)).image
      let read = picture.converted(toChannels: shape[0]).tensor.scalars
      let distance = EightBitLattice.distance(read.map(EightBitLattice.level), start, in: norm)
      guard read.map(EightBitLattice.level) == levels else {
        throw FoveaError("image \(image) is another one after it was written as PNG and read again")
      }
      guard distance <= radius.map({ 255 * Double($0) + 2e-3 }) ?? .infinity else {
        throw FoveaError(
          "image \(image) left its ball on the 8-bit lattice: \(distance) steps of 1/255")
      }
      pictures.append(picture)
      distances.append(distance)
      scalars += read
    }
    self.pictures = pictures
    self.distances = distances
    tensor = Tensor(shape: images.shape, scalars: scalars)
  }
}
