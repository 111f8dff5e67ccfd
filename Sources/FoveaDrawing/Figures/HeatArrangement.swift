import FoveaImage
import FoveaTensor

/// Where everything in a heat map lies, found once before it is drawn.
struct HeatArrangement {
  let map: HeatMap
  let plot: Size
  let scale: ColorScale
  let colors: ColorMap
  let bar: ColorBar
  let barOrigin: Point
  let xTicks: [AxisTick]
  let yTicks: [AxisTick]
  let frame: FrameLayout

  /// The numbers that are not masked.
  private static func shown(_ map: HeatMap) -> [Float] {
    guard !map.mask.isEmpty else { return map.values.scalars }
    return zip(map.values.scalars, map.mask).compactMap { $1 ? nil : $0 }
  }

  init(_ map: HeatMap) {
    self.map = map
    let plot = Self.plotSize(of: map)
    let shown = Self.shown(map)
    let scale = map.scale ?? ColorScale.fit(shown, map.kind)
    let colors = map.colorMap ?? (scale.kind == .symmetric ? .redBlue : .viridis)
    let bar = ColorBar(
      scale: scale, map: colors, unit: map.unit, offScale: OffScale(shown, on: scale),
      keys: map.mask.contains(true) ? [(nil, map.maskLabel)] : [],
      height: min(max(plot.height, 90), 240),
      theme: map.theme)
    let xTicks = Self.ticks(map.columns, count: map.values.shape[1], length: plot.width)
    let yTicks = Self.ticks(map.rows, count: map.values.shape[0], length: plot.height)
    var frame = FrameLayout(plot: plot, theme: map.theme)
    frame.addBottomTicks(xTicks)
    frame.addLeftTicks(yTicks, growsDown: !map.growsUp)
    frame.addAxisTitles(x: map.xLabel, y: map.yLabel)
    let around = bar.arranged().layout.bounds
    let barOrigin = Point(
      (frame.bounds.maxX + 14 - around.x).rounded(.up), max(0, (-around.y - 4).rounded(.up)))
    frame.reserve(around.offset(x: barOrigin.x, y: barOrigin.y))
    frame.addTitle(map.title)
    frame.addNotes([], caption: map.caption)
    self.plot = plot
    self.scale = scale
    self.colors = colors
    self.bar = bar
    self.barOrigin = barOrigin
    self.xTicks = xTicks
    self.yTicks = yTicks
    self.frame = frame
  }

  /// Cells of full points where they are large enough, square unless the matrix is very long.
  private static func plotSize(of map: HeatMap) -> Size {
    if let size = map.plotSize { return size }
    let rows = Double(map.values.shape[0])
    let columns = Double(map.values.shape[1])
    let text = map.digits.map { digits in
      map.values.scalars.map { map.theme.tickFont.width(of: Double($0).short(digits)) }.max() ?? 0
    }
    let least = text.map { max($0 + 6, 18) } ?? 0
    let wanted = max(min(320 / max(rows, columns), 26), 0)
    func side(_ count: Double, _ size: Double) -> Double {
      let fair = max(size, min(60 / count, 26), least)
      return fair >= 1 ? fair.rounded(.down) : fair
    }
    return Size(
      columns * side(columns, wanted), rows * max(side(rows, wanted), text == nil ? 0 : 18))
  }

  private static func ticks(_ steps: HeatMap.Steps, count: Int, length: Double) -> [AxisTick] {
    switch steps {
    case .names(let names):
      return names.enumerated().map { index, name in
        AxisTick(position: (Double(index) + 0.5) / Double(count), label: name)
      }
    case .numbers(let first, let step):
      let low = first - step / 2
      let axis = Axis(scale: .linear, range: low...low + Double(count) * step)
      let isWhole = first == first.rounded() && step == step.rounded()
      return axis.ticks(length: length, spacing: 24, wholeNumbers: isWhole)
    }
  }

  /// Draws in the plot's coordinates.
  func draw(on canvas: any Canvas) {
    let theme = map.theme
    let inside = Rectangle(x: 0, y: 0, width: plot.width, height: plot.height)
    canvas.draw(picture, in: inside)
    drawMask(on: canvas)
    drawBlocks(on: canvas)
    drawNumbers(on: canvas)
    let pen = Stroke(theme.ink, width: 0.8)
    canvas.stroke(inside, pen)
    for tick in xTicks {
      let x = tick.position * plot.width
      canvas.line(Point(x, plot.height), Point(x, plot.height + 3.5), pen)
    }
    for tick in yTicks {
      let y = (map.growsUp ? 1 - tick.position : tick.position) * plot.height
      canvas.line(Point(-3.5, y), Point(0, y), pen)
    }
    canvas.within(Transform(x: barOrigin.x, y: barOrigin.y)) { bar.draw(on: canvas) }
    frame.drawTexts(on: canvas)
  }

  private var rows: Int { map.values.shape[0] }
  private var columns: Int { map.values.shape[1] }

  private var picture: PixelImage {
    var ordered = map.values.scalars
    if map.growsUp {
      ordered = (0..<rows).reversed().flatMap { row in
        map.values.scalars[row * columns..<(row + 1) * columns]
      }
    }
    return colors.image(ordered, width: columns, height: rows, scale: scale)
  }

  private func cell(_ index: Int) -> Rectangle {
    let row = map.growsUp ? rows - 1 - index / columns : index / columns
    let width = plot.width / Double(columns)
    let height = plot.height / Double(rows)
    return Rectangle(
      x: Double(index % columns) * width, y: Double(row) * height, width: width, height: height)
  }

  private func drawMask(on canvas: any Canvas) {
    guard map.mask.contains(true) else { return }
    let masked = MaskedCells(rows: rows, columns: columns, size: plot) { row, column in
      map.mask[(map.growsUp ? rows - 1 - row : row) * columns + column]
    }
    canvas.fill(masked.ground, .white)
    canvas.stroke(masked.lines, Stroke(map.theme.quietInk, width: 0.5))
  }

  private func drawBlocks(on canvas: any Canvas) {
    guard let block = map.block else { return }
    let pen = Stroke(map.theme.quietInk, width: 0.6)
    for row in stride(from: block.rows, to: rows, by: block.rows) {
      let edge = Double(map.growsUp ? rows - row : row) / Double(rows) * plot.height
      canvas.line(Point(0, edge), Point(plot.width, edge), pen)
    }
    for column in stride(from: block.columns, to: columns, by: block.columns) {
      let edge = Double(column) / Double(columns) * plot.width
      canvas.line(Point(edge, 0), Point(edge, plot.height), pen)
    }
  }

  private func drawNumbers(on canvas: any Canvas) {
    guard let digits = map.digits else { return }
    for (index, value) in map.values.scalars.enumerated() {
      if !map.mask.isEmpty, map.mask[index] { continue }
      let cell = cell(index)
      let ground = scale.color(of: Double(value), in: colors)
      canvas.draw(
        Double(value).short(digits), at: Point(cell.midX, cell.midY),
        TextStyle(map.theme.tickFont, ground.contrasting, .middle, .middle))
    }
  }
}
