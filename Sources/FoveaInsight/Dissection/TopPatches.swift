public import FoveaData
public import FoveaDrawing
public import FoveaNetwork
public import FoveaTensor

/// The parts of pictures that excite channels of a layer most: what a filter looks for, also where its weights are no
/// picture (after Zeiler & Fergus 2014).
public struct TopPatches: ComposedFigure {
  /// The layer's label.
  public let layer: String
  /// What a place of the layer sees.
  public let geometry: PatchGeometry
  /// For each channel the parts, `[channels, height, width]`, the most exciting first.
  public let patches: [[Tensor]]
  /// How it is drawn: a row for each channel, its parts' mean in the last column.
  public var grid: ImageGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// Looks for the most exciting pictures and cuts out what the most excited place of each sees.
  ///
  /// - Throws: `FoveaError` for an unknown layer, a channel that it does not have, pictures of another size, and layers
  ///   that do not look through windows.
  public init(
    of network: Network, at layer: String, units: [Int], in images: ImageSet, count: Int = 8,
    title: String = ""
  ) throws(FoveaError) {
    let geometry = try PatchGeometry(of: network, at: layer)
    let top = try TopExamples(of: network, at: layer, units: units, in: images, count: count)
    var patches: [[Tensor]] = []
    let width = network.nominalShape(of: try network.node(layer).id)[3]
    for examples in top.examples {
      patches.append(
        examples.map { example in
          geometry.patch(
            of: images.images(at: [example.sample]).element(0), row: example.place / width,
            column: example.place % width)
        })
    }
    self.layer = top.layer
    self.geometry = geometry
    self.patches = patches
    grid = ImageGrid(
      title: title.isEmpty ? "Parts of pictures that excite \(top.layer) most" : title,
      tiles: patches.flatMap { row in (row + [Self.mean(row)]).map { ImageGrid.Tile(image: $0) } },
      columns: min(count, images.count) + 1, rowLabels: units.map { "\($0)" })
  }

  /// The mean correlation of the parts of one channel with each other, over channels; parts without contrast count as 0.
  public var likeness: Double {
    var (sum, pairs) = (0.0, 0)
    for row in patches {
      let units = row.map { Self.normalized($0.scalars) }
      for first in units.indices {
        for second in units.indices where second > first {
          sum += zip(units[first], units[second]).reduce(0) { $0 + $1.0 * $1.1 }
          pairs += 1
        }
      }
    }
    return sum / Double(max(1, pairs))
  }

  private static func normalized(_ scalars: [Float]) -> [Double] {
    let mean = scalars.reduce(0.0) { $0 + Double($1) } / Double(scalars.count)
    let centred = scalars.map { Double($0) - mean }
    let norm = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return norm > 0 ? centred.map { $0 / norm } : centred
  }

  private static func mean(_ patches: [Tensor]) -> Tensor {
    var mean = Tensor.zeros(patches[0].shape)
    for patch in patches {
      mean.scalars = zip(mean.scalars, patch.scalars).map { $0 + $1 / Float(patches.count) }
    }
    return mean
  }
}
