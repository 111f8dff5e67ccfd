import FoveaImage
import FoveaTensor

/// The tiles of a grid as pictures of 8 bits, with what has to be said about them.
struct GridPictures {
  struct Picture {
    var image: PixelImage
    var title: String
    var caption: String
    var accent: Color?
  }

  var pictures: [Picture] = []
  /// The scale that all tiles share, or `nil` where each has its own.
  var shared: ColorScale?
  var offScale: OffScale?
  var colors: ColorMap
  /// What a reader must know.
  var notes: [String] = []
  /// The most tiles that one picture was taken apart into.
  var parts = 1

  init(_ grid: ImageGrid) {
    let map = grid.colorMap ?? (Self.kind(of: grid) == .symmetric ? .redBlue : .grey)
    let tiles = grid.tiles.map { Self.takenApart($0, grid.channels) }
    let tensors = tiles.joined().map(\.image)
    colors = tensors.contains { $0.shape[0] == 1 } ? map : .grey
    parts = tiles.map(\.count).max() ?? 1
    shared = Self.sharedScale(of: grid, tensors)
    for tile in tiles.joined() {
      let scale = shared ?? ColorScale.fit(tile.image.scalars, grid.kind)
      pictures.append(
        Picture(
          image: picture(of: tile.image, scale, map), title: tile.title, caption: tile.caption,
          accent: tile.accent))
    }
    if let shared { offScale = OffScale(tensors.lazy.flatMap(\.scalars), on: shared) }
    addNotes(grid, tensors)
  }

  private static func kind(of grid: ImageGrid) -> ColorScale.Kind {
    if case .shared(let scale) = grid.scaling { return scale.kind }
    return grid.kind
  }

  private static func sharedScale(of grid: ImageGrid, _ tensors: [Tensor]) -> ColorScale? {
    switch grid.scaling {
    case .unit:
      grid.kind == .symmetric ? ColorScale(.symmetric, range: -1...1) : ColorScale(range: 0...1)
    case .each: nil
    case .together: ColorScale.fit(tensors, grid.kind)
    case .shared(let scale): scale
    }
  }

  /// A tile as tiles of one or three channels.
  private static func takenApart(
    _ tile: ImageGrid.Tile, _ channels: ImageGrid.Channels
  ) -> [ImageGrid.Tile] {
    var tile = tile
    let shape = tile.image.shape
    if shape.rank == 2 { tile.image = tile.image.reshaped(to: [1, shape[0], shape[1]]) }
    let count = tile.image.shape[0]
    guard count != 1, count != 3 else { return [tile] }
    guard channels == .separate else {
      let plane = tile.image.shape.count / count
      let kept = Array(tile.image.scalars.prefix(3 * plane))
      tile.image = Tensor(
        shape: tile.image.shape.replacing(0, with: 3),
        scalars: kept + [Float](repeating: 0, count: 3 * plane - kept.count))
      return [tile]
    }
    return (0..<count).map { channel in
      var part = tile
      part.image = tile.image[channel..<channel + 1]
      part.title = tile.title.isEmpty ? "" : "\(tile.title) · \(channel)"
      return part
    }
  }

  private func picture(of image: Tensor, _ scale: ColorScale, _ map: ColorMap) -> PixelImage {
    let height = image.shape[1]
    let width = image.shape[2]
    guard image.shape[0] == 3 else {
      return map.image(image.scalars, width: width, height: height, scale: scale)
    }
    let values = image.scalars
    let plane = width * height
    var samples: [UInt8] = []
    samples.reserveCapacity(3 * plane)
    for index in 0..<plane {
      let red = Double(values[index])
      let green = Double(values[index + plane])
      let blue = Double(values[index + 2 * plane])
      if let r = scale.position(of: red), let g = scale.position(of: green),
        let b = scale.position(of: blue)
      {
        samples.append(UInt8(r * 255 + 0.5))
        samples.append(UInt8(g * 255 + 0.5))
        samples.append(UInt8(b * 255 + 0.5))
      } else {
        let isMissing = red.isNaN || green.isNaN || blue.isNaN
        samples += (isMissing ? ColorMap.missing : ColorMap.infinite).samples
      }
    }
    return PixelImage(width: width, height: height, channels: 3, samples: samples)
  }

  private mutating func addNotes(_ grid: ImageGrid, _ tensors: [Tensor]) {
    switch grid.scaling {
    case .each where tensors.count > 1:
      notes.append("Each tile has its own scale: brightness cannot be compared between tiles.")
    case .unit, .shared:
      guard let range = shared?.range else { break }
      let outside = tensors.reduce(0) { count, tensor in
        count
          + tensor.scalars.reduce(0) {
            let value = Double($1)
            return $0 + (value < range.lowerBound - 1e-6 || value > range.upperBound + 1e-6 ? 1 : 0)
          }
      }
      guard outside > 0 else { break }
      notes.append(
        "\(outside == 1 ? "1 value lies" : "\(Double(outside).fixed(0)) values lie") outside of "
          + "\(range.lowerBound.short) to \(range.upperBound.short) and \(outside == 1 ? "is" : "are") "
          + "drawn at its ends.")
    case .each, .together: break
    }
    let isCut = grid.tiles.contains {
      $0.image.shape.rank == 3 && ![1, 3].contains($0.image.shape[0])
    }
    if grid.channels == .firstThree, isCut {
      notes.append("Red, green and blue show the first three channels.")
    }
    if shared == nil, let seen = Self.strange(tensors) { notes.append(seen) }
  }

  /// The note for colours that no bar explains.
  private static func strange(_ tensors: [Tensor]) -> String? {
    let values = tensors.lazy.flatMap(\.scalars)
    let off = OffScale(values, on: ColorScale(range: 0...1))
    let names =
      (off.notANumber ? ["pink: not a number"] : []) + (off.infinite ? ["turquoise: infinite"] : [])
    return names.isEmpty ? nil : names.joined(separator: "; ") + "."
  }
}
