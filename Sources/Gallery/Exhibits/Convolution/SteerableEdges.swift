import Foundation
import Fovea

/// Sobel's kernel turned into any direction.
struct SteerableEdges: Exhibit {
  let name = "steerable-edges"
  let title = "An edge detector for every direction"
  let lectures: [Lecture] = [.rafiey]
  let explanation = """
    A white disc and what cos θ · Gx + sin θ · Gy, made of Sobel's two kernels, answers to it for twelve directions θ; \
    beside it the answer at a straight edge for each θ, and a photograph with its answers in four directions. Red lies where brightness \
    falls along θ and blue where it grows, so the red sickle turns with the wheel, and the answer to one edge follows the cosine \
    of the angle between.
    """

  private static let side = 64

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let disc = try Self.disc().tensor
    let angles = Swift.stride(from: 0.0, to: 360, by: 30).map { $0 }
    let answers = try angles.map { try ImageKernel.sobel(degrees: $0).applied(to: disc) }
    let horizontal = try ImageKernel.sobelX.applied(to: disc)
    let vertical = try ImageKernel.sobelY.applied(to: disc)
    let wheel = Self.wheel(disc, angles, answers)
    let figure = FigureGrid(
      title: "Sobel's kernel, steered", panels: [wheel, try Self.side(of: studio)], columns: 2,
      caption:
        "\(Photograph.rocket.credit). Kernels are cos θ · Gx + sin θ · Gy; θ turns clockwise from the right. "
        + "Each group of tiles has one symmetric scale, white at zero.")
    return [
      ExhibitFigure(
        name, figure,
        facts: [
          .count("directions on the wheel", angles.count),
          Fact(
            "largest difference between a steered kernel's answer and the steered sum of two answers",
            Self.difference(angles, answers, horizontal, vertical)),
          Fact(
            "mean error of the direction read off two answers, in degrees",
            Self.directionError(horizontal, vertical)),
          Fact("direction of the largest answer at an edge that falls at 30°", try Self.peak(30)),
        ])
    ]
  }

  private static func disc() throws -> PixelImage {
    try PixelImage.drawn(width: side, height: side) { canvas in
      canvas.fill(Rectangle(x: 0, y: 0, width: 64, height: 64), .black)
      canvas.circle(Point(32, 32), radius: 22, .white)
    }.grey
  }

  private static func wheel(_ disc: Tensor, _ angles: [Double], _ answers: [Tensor]) -> FigureWheel
  {
    let scale = ColorScale.fit(answers, .symmetric)
    let tiles = zip(angles, answers).map { angle, answer in
      var tile = ImageGrid(
        tiles: [ImageGrid.Tile(image: answer, caption: "\(Int(angle))°")],
        scaling: .shared(scale), tileSize: 64)
      tile.showsBar = false
      return (degrees: angle, figure: tile as any Figure)
    }
    let centre = ImageGrid(
      tiles: [ImageGrid.Tile(image: disc, caption: "the picture")], tileSize: 96)
    return FigureWheel(
      centre: centre, around: tiles, radius: 190,
      title:
        "a disc, \(scale.range.lowerBound.short(2)) (blue) to \(scale.range.upperBound.short(2)) (red)"
    )
  }

  /// The chart and the photograph.
  private static func side(of studio: Studio) throws -> FigureGrid {
    let picture = try Photograph.rocket.image().grey.resized(width: 180, height: 120).tensor
    let directions: [Double] = [0, 45, 90, 135]
    let tiles = try directions.map { angle in
      ImageGrid.Tile(
        image: try ImageKernel.sobel(degrees: angle).applied(to: picture),
        caption: "θ = \(Int(angle))°")
    }
    let photograph = ImageGrid(
      title: "a photograph", tiles: [ImageGrid.Tile(image: picture)], tileSize: 180)
    var grid = ImageGrid(
      title: "and the answers to it", tiles: tiles, columns: 2, scaling: .together,
      kind: .symmetric,
      unit: "answer", tileSize: 126)
    grid.showsBar = true
    return FigureGrid(
      panels: [try chart(), photograph, grid], columns: 1, hasLetters: false)
  }

  private static func chart() throws -> LineChart {
    let measured = try [0.0, 30, 90].map { edge in
      Series(name: "edge that falls at \(Int(edge))°", points: try tuning(edge))
    }
    var chart = LineChart(
      title: "the answer to straight edges", xLabel: "θ of the kernel (degrees)",
      yLabel: "answer ÷ largest", series: measured, marks: [.horizontal(0)])
    chart.xStep = 90
    chart.plotSize = Size(270, 130)
    return chart
  }

  /// The answer in the middle of a straight edge that falls along a direction, over the kernel's direction, the largest as 1.
  private static func tuning(_ edge: Double) throws -> [Point] {
    let angle = edge * .pi / 180
    let (cosine, sine) = (cos(angle), sin(angle))
    var picture = Tensor.zeros([1, 9, 9])
    // A ramp of two pixels, so that no direction meets steps.
    for y in 0..<9 {
      for x in 0..<9 {
        let distance = Double(x - 4) * cosine + Double(y - 4) * sine
        picture[0, y, x] = Float(min(max(0.5 - distance / 8, 0), 1))
      }
    }
    let values = try Swift.stride(from: 0.0, through: 360, by: 10).map { degrees in
      (degrees, Double(try ImageKernel.sobel(degrees: degrees).applied(to: picture)[0, 4, 4]))
    }
    let largest = values.map(\.1).max() ?? 1
    return values.map { Point($0.0, $0.1 / largest) }
  }

  private static func peak(_ edge: Double) throws -> Double {
    try tuning(edge).max { $0.y < $1.y }?.x ?? .nan
  }

  private static func difference(
    _ angles: [Double], _ answers: [Tensor], _ horizontal: Tensor, _ vertical: Tensor
  ) -> Double {
    var worst = 0.0
    for (angle, answer) in zip(angles, answers) {
      let (cosine, sine) = (Float(cos(angle * .pi / 180)), Float(sin(angle * .pi / 180)))
      for index in answer.scalars.indices {
        let sum = cosine * horizontal.scalars[index] + sine * vertical.scalars[index]
        worst = max(worst, Double(abs(sum - answer.scalars[index])))
      }
    }
    return worst
  }

  /// The mean distance of atan2 from the disc's true radius, over pixels whose answer is at least half of the largest.
  private static func directionError(_ horizontal: Tensor, _ vertical: Tensor) -> Double {
    let lengths = zip(horizontal.scalars, vertical.scalars).map { hypot($0, $1) }
    let limit = (lengths.max() ?? 0) / 2
    var (sum, count) = (0.0, 0.0)
    for (index, length) in lengths.enumerated() where length > limit {
      let (x, y) = (Double(index % side) - 31.5, Double(index / side) - 31.5)
      let measured = atan2(Double(vertical.scalars[index]), Double(horizontal.scalars[index]))
      let difference = abs(remainder(measured - atan2(y, x), 2 * .pi))
      (sum, count) = (sum + difference * 180 / .pi, count + 1)
    }
    return sum / count
  }
}
