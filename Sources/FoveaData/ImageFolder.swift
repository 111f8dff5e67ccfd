import FoveaImage
public import FoveaTensor
import Foundation

extension ImageSet {
  /// The pictures of a folder with one sub-folder of PNG or JPEG files for each class.
  ///
  /// Classes are the sub-folders' names in alphabetical order, and pictures come in the order of their names. All become
  /// grey where all are grey, else RGB (opacity is laid over white). Other files and hidden ones are passed over.
  ///
  /// - Parameter size: what each picture is cut and scaled to fill; without it all must have one size.
  /// - Throws: `FoveaError` that names the folder or picture and the reason.
  public static func folder(
    _ path: String, resizingTo size: (height: Int, width: Int)? = nil
  ) throws(FoveaError) -> ImageSet {
    if let size {
      precondition(size.height > 0 && size.width > 0, "no picture is \(size.height)x\(size.width)")
    }
    let classNames = try subfolders(path)
    var files: [(path: String, label: Int)] = []
    for (label, name) in classNames.enumerated() {
      let pictures = try pictureNames("\(path)/\(name)")
      guard !pictures.isEmpty else {
        throw FoveaError("'\(path)/\(name)' has no PNG or JPEG picture; each class needs one")
      }
      files += pictures.map { ("\(path)/\(name)/\($0)", label) }
    }
    guard !files.isEmpty else { throw FoveaError(try reasonWithoutClasses(path)) }
    return try read(files, size, classNames)
  }

  private static func read(
    _ files: [(path: String, label: Int)], _ size: (height: Int, width: Int)?,
    _ classNames: [String]
  ) throws(FoveaError) -> ImageSet {
    var pictures: [PixelImage] = []
    for file in files {
      var picture = try PixelImage.read(file.path)
      if let size { picture = picture.filling(width: size.width, height: size.height) }
      let first = pictures.first ?? picture
      guard picture.width == first.width, picture.height == first.height else {
        throw FoveaError(
          "'\(file.path)' is \(picture.width) x \(picture.height), the others are \(first.width) x "
            + "\(first.height): give a size to resize all to")
      }
      // Opacity goes now, not at the end: it takes a quarter of the memory.
      pictures.append(picture.channels == 4 ? picture.rgb : picture)
    }
    let channels = pictures.contains { $0.channels > 1 } ? 3 : 1
    var pixels: [UInt8] = []
    pixels.reserveCapacity(files.count * channels * pictures[0].width * pictures[0].height)
    for picture in pictures { append(picture.converted(toChannels: channels), to: &pixels) }
    return ImageSet(
      pixels: pixels, labels: files.map(\.label), channels: channels, height: pictures[0].height,
      width: pictures[0].width, classNames: classNames)
  }

  /// Interleaved samples, appended channel by channel.
  private static func append(_ picture: PixelImage, to pixels: inout [UInt8]) {
    for channel in 0..<picture.channels {
      for index in stride(from: channel, to: picture.samples.count, by: picture.channels) {
        pixels.append(picture.samples[index])
      }
    }
  }

  /// The names of the visible folders in a folder, in alphabetical order.
  static func subfolders(_ path: String) throws(FoveaError) -> [String] {
    try visibleNames(path).filter { isFolder("\(path)/\($0)") }
  }

  /// Why a folder without classes is no set of pictures.
  static func reasonWithoutClasses(_ path: String) throws(FoveaError) -> String {
    let right = "one sub-folder of PNG or JPEG pictures for each class is needed"
    let loose = try pictureNames(path).count
    if loose > 0 { return "'\(path)' has \(loose) pictures and no sub-folders: \(right)" }
    let names = try visibleNames(path)
    return names.isEmpty
      ? "'\(path)' is an empty folder: \(right)" : "'\(path)' has no pictures: \(right)"
  }

  private static func pictureNames(_ path: String) throws(FoveaError) -> [String] {
    try visibleNames(path).filter { name in
      ["png", "jpg", "jpeg"].contains((name as NSString).pathExtension.lowercased())
        && !isFolder("\(path)/\(name)")
    }
  }

  private static func visibleNames(_ path: String) throws(FoveaError) -> [String] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw FoveaError("cannot read '\(path)': there is no such folder")
    }
    guard isFolder(path) else { throw FoveaError("cannot read '\(path)': it is no folder") }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw FoveaError("cannot read '\(path)': \(error.localizedDescription)")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
