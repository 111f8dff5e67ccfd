public import FoveaData
public import FoveaDrawing
public import FoveaNetwork
public import FoveaTensor
import Foundation

/// Where in the plane a network decides for which of two classes, with the points that it learnt from.
///
/// Colours are the probability of class 1 (blue 0, white 1/2, red 1), the black line is where both are as probable.
public struct DecisionMap: ComposedFigure {
  /// The colours of classes 0 and 1.
  public static let classColors = [Color(0x1361A7), Color(0xB01918)]

  /// The probability of class 1, `[rows, columns]`.
  public let probabilities: Tensor
  /// The map, to be changed before it is drawn.
  public var map: FieldMap

  /// What is drawn.
  public var figure: any Figure { map }

  /// Asks a network of two logits all over the plane.
  ///
  /// - Parameters:
  ///   - node: the logits' label, `[batch, 2]`; without one, the network's first output.
  ///   - points: what is drawn on top; `nil` for nothing.
  /// - Throws: `FoveaError` where the network does not take `[batch, 2]` or does not give two logits.
  public init(
    of network: Network, at node: String? = nil, over grid: PlaneGrid = PlaneGrid(),
    points: PointSet? = nil, title: String = ""
  ) throws(FoveaError) {
    let label = node ?? network.outputs.first.map { network.label(of: $0) } ?? ""
    let logits = try grid.values(of: network, at: [label])[0]
    guard logits.shape[0] == 2 else {
      throw FoveaError("'\(label)' gives \(logits.shape[0]) logits, a map needs those of 2 classes")
    }
    let count = grid.rows * grid.columns
    let probabilities = Tensor(
      shape: [grid.rows, grid.columns],
      scalars: (0..<count).map { point in
        Float(1 / (1 + exp(Double(logits.scalars[point] - logits.scalars[count + point]))))
      })
    self.probabilities = probabilities
    map = grid.map(
      probabilities, title: title, scale: ColorScale(range: 0...1), colorMap: .redBlue,
      contours: [0.5], series: points.map(Self.series) ?? [])
    map.unit = "probability of class 1"
  }

  /// The points of each class in its colour.
  public static func series(_ points: PointSet) -> [Series] {
    (0..<(points.classCount ?? 1)).map { label in
      Series(
        name: "class \(label)",
        points: (0..<points.count).filter { points.labels[$0] == label }.map {
          Point(Double(points.points.scalars[2 * $0]), Double(points.points.scalars[2 * $0 + 1]))
        }, color: label < 2 ? classColors[label] : nil)
    }
  }

  /// The map without ticks and bar and with a narrow margin, for many beside each other.
  public func small(_ side: Double, radius: Double = 1.3) -> FieldMap {
    var small = map
    small.hasTicks = false
    small.hasBar = false
    small.radius = radius
    small.plotSize = Size(side, side)
    small.theme.margin = 4
    small.theme.titleFont = Font(9)
    return small
  }
}
