import Fovea

/// A figure from its numbers to a PNG file.
final class DrawnFigure: Workload {
  private let what: String
  private let values: Tensor
  private let path: String

  init(_ parameters: Parameters) throws {
    what = try parameters.text("figure")
    path = "\(try parameters.text("folder"))/own.png"
    var random = RandomSource(seed: 2, purpose: "figure")
    switch what {
    case "filters": values = .normal([64, 3, 7, 7], from: &random)
    case "maps": values = Tensor.normal([512, 7, 7], from: &random).map { max(0, $0) }
    case "curve": values = Self.curve(from: &random)
    case "heat": values = .normal([64, 64], from: &random)
    default: throw FoveaError.unknown("figure", what, known: ["filters", "maps", "curve", "heat"])
    }
  }

  private static func curve(from random: inout RandomSource) -> Tensor {
    var value: Float = 2.3
    return Tensor(
      (0..<1000).map { _ in
        value *= 0.997
        return value + 0.1 * abs(random.normal())
      })
  }

  private var figure: any Figure {
    switch what {
    case "filters": FilterGrid(weights: values, layer: "conv1")
    case "maps":
      ImageGrid(
        title: "512 feature maps", images: values, scaling: .together, colorMap: .magma,
        unit: "activation")
    case "curve":
      LineChart(
        title: "Training", xLabel: "step", yLabel: "loss",
        series: [Series(name: "loss", values: values.scalars, first: 1, smoothing: 0.95)])
    default: HeatMap(values: values, title: "A matrix", xLabel: "column", yLabel: "row")
    }
  }

  /// The numbers, and how many pixels the picture has.
  func exchange() throws -> SafetensorsFile {
    let size = figure.size
    let pixels = [size.width, size.height].map { Float(($0 * Self.scale).rounded(.up)) }
    return SafetensorsFile([("values", values), ("pixels", Tensor(pixels))])
  }

  private static let scale = 2.0

  func iterate() throws { try figure.write(to: path, scale: Self.scale) }
}
