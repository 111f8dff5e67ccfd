import ArgumentParser
import Fovea
import Foundation

/// One picture: a file, or a member of an image set.
struct PictureOptions: ParsableArguments {
  @Argument(help: "A PNG or JPEG file.") var image: String?
  @Option(help: "An image set instead of a file: a folder of IDX files or of one folder a class.")
  var data: String?
  @Option(
    parsing: .unconditional, help: "Which picture of the set (of its test part, where it has one).")
  var index = 0
  @Flag(help: "Cut and scale the picture to the network's input.") var fit = false

  func validate() throws {
    guard (image == nil) != (data == nil) else {
      throw ValidationError("give either a picture or --data, one of both")
    }
    if index < 0 { throw ValidationError("--index must be 0 or more, got \(index)") }
  }

  /// A picture in pixel units, and its class where it is known.
  struct Picture {
    let image: Tensor
    let label: Int?
    let name: String
  }

  /// Reads the picture for an input `[channels, height, width]`.
  ///
  /// - Throws: `FoveaError` where it cannot be read, or is of another size and shall not be made to fit.
  func picture(for shape: Shape) throws(FoveaError) -> Picture {
    if let data { return try member(of: data, for: shape) }
    let path = image ?? ""
    let picture = try PixelImage.read(path)
    return Picture(image: try Self.tensor(picture, for: shape, path, fit), label: nil, name: path)
  }

  /// The pixels of a picture as a network takes them.
  static func tensor(
    _ picture: PixelImage, for shape: Shape, _ path: String, _ fits: Bool
  ) throws(FoveaError) -> Tensor {
    let (channels, height, width) = (shape[0], shape[1], shape[2])
    guard channels == 1 || channels == 3 else {
      throw FoveaError("the network takes \(channels) channels; a picture file has 1 or 3")
    }
    guard fits || (picture.width == width && picture.height == height) else {
      throw FoveaError(
        "'\(path)' is \(picture.width) x \(picture.height), the network takes \(width) x \(height): "
          + "--fit cuts and scales it")
    }
    let fitted = fits ? picture.filling(width: width, height: height) : picture
    return fitted.converted(toChannels: channels).tensor
  }

  /// Several pictures `[count, channels, height, width]`.
  struct Pictures {
    let images: Tensor
    /// Their classes, where they are known.
    let labels: [Int]?
    let classNames: [String]
    let name: String
    /// The number of the first one in its set.
    let first: Int
  }

  /// Reads pictures for an input `[channels, height, width]`: some of the set from the index on, or the one file.
  ///
  /// - Throws: `FoveaError` as `picture` does.
  func pictures(for shape: Shape, count: Int) throws(FoveaError) -> Pictures {
    guard let data else {
      let one = try picture(for: shape)
      return Pictures(
        images: one.image.reshaped(to: Shape([1] + shape.dimensions)), labels: nil, classNames: [],
        name: one.name, first: 0)
    }
    let set = try part(of: data, for: shape)
    let samples = Array(index..<min(set.count, index + count))
    return Pictures(
      images: set.images(at: samples), labels: samples.map { set.label($0) },
      classNames: set.classNames, name: "\(data) #\(index)", first: index)
  }

  private func member(of data: String, for shape: Shape) throws(FoveaError) -> Picture {
    let set = try part(of: data, for: shape)
    return Picture(
      image: set.images(at: [index]).element(0), label: set.label(index),
      name: "\(data) #\(index)")
  }

  /// The test part of a set (or all of it) with pictures that fit, among them that of the index.
  private func part(of data: String, for shape: Shape) throws(FoveaError) -> ImageSet {
    let sets = try ImageSet.load(data, resizingTo: fit ? (shape[1], shape[2]) : nil)
    let set = sets.test ?? sets.train
    guard index < set.count else {
      throw FoveaError("'\(data)' has the pictures 0 to \(set.count - 1), not \(index)")
    }
    guard set.inputShape == shape else {
      throw FoveaError(
        "'\(data)' has pictures of \(set.inputShape), the network takes \(shape): --fit resizes")
    }
    return set
  }
}
