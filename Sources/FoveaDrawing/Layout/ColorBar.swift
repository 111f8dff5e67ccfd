import FoveaImage

/// The upright bar that says which colour means which number, with the true extremes and the unit.
struct ColorBar {
  var scale: ColorScale
  var map: ColorMap
  var unit: String
  var offScale: OffScale?
  /// Further colours and what they stand for.
  var keys: [(color: Color?, label: String)] = []
  var height: Double
  var theme: Theme

  private let width = 12.0

  /// The layout, whose plot is the coloured bar itself, and the places of the keys below it.
  func arranged() -> (layout: FrameLayout, swatches: [Rectangle]) {
    var layout = FrameLayout(plot: Size(width, height), theme: theme)
    let style = TextStyle(theme.tickFont, theme.ink, .start, .middle)
    for tick in ticks where !tick.label.isEmpty {
      layout.add(tick.label, at: Point(width + 6, (1 - tick.position) * height), style)
    }
    if !unit.isEmpty {
      layout.add(
        theme.labelFont.fitting(unit, width: max(height, 100)),
        at: Point(layout.bounds.maxX + 4, height / 2),
        TextStyle(theme.labelFont, theme.ink, .middle, .top, rotation: -90))
    }
    let quiet = TextStyle(theme.tickFont, theme.quietInk)
    if let extremes = scale.extremes {
      let (low, high) = (extremes.lowerBound.short, extremes.upperBound.short)
      if extremes == scale.range {
        layout.add("max \(high)", at: Point(0, layout.bounds.y - 5), quiet)
        layout.add(
          "min \(low)", at: Point(0, layout.bounds.maxY + 4 + theme.tickFont.ascent), quiet)
      } else {
        // At the ends they would name numbers that lie elsewhere on the bar.
        layout.add(
          lines: ["values", low == high ? low : "\(low) … \(high)"],
          at: Point(0, layout.bounds.maxY + 5), quiet)
      }
    }
    let swatches = allKeys.map { key in
      let swatch = Rectangle(x: 0, y: layout.bounds.maxY + 5, width: width, height: 10)
      layout.reserve(swatch)
      layout.add(key.label, at: Point(width + 6, swatch.midY), style)
      return swatch
    }
    return (layout, swatches)
  }

  private var allKeys: [(color: Color?, label: String)] {
    (offScale?.keys ?? []).map { ($0.color as Color?, $0.label) } + keys
  }

  private var ticks: [AxisTick] {
    guard scale.range.lowerBound < scale.range.upperBound else {
      return [AxisTick(position: 0.5, label: scale.range.lowerBound.short(4))]
    }
    let kind: AxisScale = scale.kind == .logarithmic ? .logarithmic : .linear
    return Axis(scale: kind, range: scale.range).ticks(length: height, spacing: 28)
  }

  /// Draws the bar; (0, 0) is the upper left corner of the colours.
  func draw(on canvas: any Canvas) {
    let samples = (0..<256).reversed().flatMap { map.color(at: Double($0) / 255).samples }
    let place = Rectangle(x: 0, y: 0, width: width, height: height)
    canvas.draw(PixelImage(width: 1, height: 256, channels: 3, samples: samples), in: place)
    canvas.stroke(place, Stroke(theme.ink, width: 0.6))
    for tick in ticks {
      let y = (1 - tick.position) * height
      canvas.line(
        Point(width, y), Point(width + (tick.label.isEmpty ? 2 : 4), y),
        Stroke(theme.ink, width: 0.6))
    }
    let (layout, swatches) = arranged()
    for (swatch, key) in zip(swatches, allKeys) {
      if let color = key.color {
        canvas.fill(swatch, color)
      } else {
        canvas.hatch(swatch, Stroke(theme.quietInk, width: 0.6))
      }
      canvas.stroke(swatch, Stroke(theme.ink, width: 0.6))
    }
    layout.drawTexts(on: canvas)
  }
}
