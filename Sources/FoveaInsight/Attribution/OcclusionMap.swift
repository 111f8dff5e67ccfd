import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// How much a class's logit falls when a part of the picture is covered (Zeiler & Fergus 2014): evidence that needs no look inside.
///
/// A grey square slides over the picture; each pixel gets the mean fall over all squares that cover it.
public struct OcclusionMap: Sendable {
  /// The mean fall of the logit, `[height, width]` of the picture.
  public let map: Tensor
  /// The class.
  public let label: Int
  /// The logit of the whole picture.
  public let logit: Float
  /// The fall for each place of the square, `[rows, columns]`.
  public let falls: Tensor

  /// Covers a picture place by place.
  ///
  /// - Parameters:
  ///   - label: the class, or `nil` for the one with the largest logit.
  ///   - image: `[channels, height, width]` in pixel units.
  ///   - side: the side of the square in pixels.
  ///   - stride: the distance between places of the square.
  ///   - grey: the value of the square's pixels.
  /// - Throws: `FoveaError` where the square is larger than the picture, or the picture does not fit the network.
  public init(
    of label: Int? = nil, in network: Network, on image: Tensor, side: Int, stride: Int,
    grey: Float = 0.5
  ) throws(FoveaError) {
    let input = try network.imageInput()
    let whole = try input.batch(of: image).element(0)
    let (height, width) = (whole.shape[1], whole.shape[2])
    guard side > 0, stride > 0, side <= min(height, width) else {
      throw FoveaError(
        "a square of \(side) in steps of \(stride) cannot cover a picture of \(width)×\(height)")
    }
    let rows = Self.starts(height, side, stride)
    let columns = Self.starts(width, side, stride)
    var pictures = [whole]
    for row in rows {
      for column in columns { pictures.append(Self.covered(whole, row, column, side, grey)) }
    }
    // Few at a time: a batch of all would hold a network's maps for each of them.
    let victim = try Victim(network, batchSize: 16)
    let logits = try victim.predict(.stacking(pictures)).map(\.logits)
    let chosen = label ?? logits[0].indices.max { logits[0][$0] < logits[0][$1] } ?? 0
    guard logits[0].indices.contains(chosen) else {
      throw FoveaError("there is no class \(chosen): the network has \(logits[0].count)")
    }
    let falls = logits.dropFirst().map { logits[0][chosen] - $0[chosen] }
    var (sums, counts) = (
      [Float](repeating: 0, count: height * width), [Float](repeating: 0, count: height * width)
    )
    for (index, fall) in falls.enumerated() {
      let (row, column) = (rows[index / columns.count], columns[index % columns.count])
      for y in row..<row + side {
        for place in y * width + column..<y * width + column + side {
          sums[place] += fall
          counts[place] += 1
        }
      }
    }
    map = Tensor(shape: [height, width], scalars: zip(sums, counts).map { $0 / max($1, 1) })
    self.label = chosen
    logit = logits[0][chosen]
    self.falls = Tensor(shape: [rows.count, columns.count], scalars: falls)
  }

  /// From one border to the other; the last step is shorter where the stride does not fit.
  private static func starts(_ extent: Int, _ side: Int, _ stride: Int) -> [Int] {
    let last = extent - side
    let all = Array(Swift.stride(from: 0, through: last, by: stride))
    return all.last == last ? all : all + [last]
  }

  private static func covered(
    _ picture: Tensor, _ row: Int, _ column: Int, _ side: Int, _ grey: Float
  ) -> Tensor {
    var values = picture.scalars
    for channel in 0..<picture.shape[0] {
      for y in row..<row + side {
        let start = (channel * picture.shape[1] + y) * picture.shape[2] + column
        for place in start..<start + side { values[place] = grey }
      }
    }
    return Tensor(shape: picture.shape, scalars: values)
  }
}
