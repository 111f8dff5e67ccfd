public import FoveaDrawing
import FoveaTensor
import Foundation

/// Gradient matrices as heat maps on one logarithmic scale: how gradients fade (or explode) through time.
public struct FadeMap: ComposedFigure {
  private let grid: FigureGrid

  /// What is drawn.
  public var figure: any Figure { grid }

  /// Draws matrices side by side: of each loss, the share of its gradient that remains at earlier steps.
  ///
  /// - Precondition: there is one.
  public init(
    title: String = "Gradients through time", panels: [(name: String, matrix: GradientMatrix)],
    columns: Int = 3, caption: String = ""
  ) {
    precondition(!panels.isEmpty, "there is nothing to draw")
    let scale = Self.scale(panels.map(\.matrix.relative))
    grid = FigureGrid(
      title: title,
      panels: panels.map { name, matrix in
        let fit = DecayFit(matrix.byDistance)
        var map = HeatMap(
          values: matrix.relative, title: name, xLabel: "source step k", yLabel: "loss step t",
          kind: .logarithmic, scale: Self.scale(scale, of: matrix.relative), colorMap: .magma,
          unit: "‖∂Lₜ/∂\(matrix.state)ₖ‖ / ‖∂Lₜ/∂\(matrix.state)ₜ‖",
          mask: matrix.norms.scalars.map(\.isNaN), caption: fit?.summary ?? "no gradient to fit")
        map.plotSize = Size(170, 170)
        return map
      }, columns: min(columns, panels.count), hasLetters: panels.count > 1, caption: caption)
  }

  /// All that can be told apart: from 10⁻¹⁰ of a loss's own gradient on.
  private static func scale(_ tensors: [Tensor]) -> ColorScale {
    let fitted = ColorScale.fit(tensors, .logarithmic)
    let low = max(fitted.range.lowerBound, 1e-10)
    let high = max(fitted.range.upperBound, 1)
    return ColorScale(.logarithmic, range: min(low, high / 10)...high)
  }

  /// The scale of all with the extremes of one.
  private static func scale(_ shared: ColorScale, of values: Tensor) -> ColorScale {
    ColorScale(
      .logarithmic, range: shared.range,
      extremes: ColorScale.fit([values], .logarithmic).extremes)
  }
}

/// Gradient norms against distance in time, with fitted lines: what a fade map says in numbers.
public struct FadeCurves: ComposedFigure {
  private let chart: LineChart

  /// The whole powers of ten around all curves: ends that charts of several matrices can share.
  public static func range(of matrices: [GradientMatrix]) -> ClosedRange<Double> {
    let shown = matrices.flatMap { matrix -> [Double] in
      let norms = matrix.byDistance
      let first = Double(norms.first ?? 1)
      return norms.map { Double($0) / first }.filter { $0.isFinite && $0 > 0 }
    }
    let low = log10(shown.min() ?? 0.1).rounded(.down)
    let high = log10(shown.max() ?? 1).rounded(.up)
    return pow(10, low)...pow(10, max(high, low + 1))
  }

  /// What is drawn.
  public var figure: any Figure { chart }

  /// Draws a curve for each matrix, relative to its norm at distance 0, with its fitted rate and half-life (dashed).
  ///
  /// - Parameters:
  ///   - yRange: the ends of the axis, so that charts can be compared; `nil` to show all.
  ///   - showsHalfLife: whether the legend gives more than the factor a step.
  /// - Precondition: there is one.
  public init(
    title: String = "How fast gradients fade", curves: [(name: String, matrix: GradientMatrix)],
    yRange: ClosedRange<Double>? = nil, showsHalfLife: Bool = true, caption: String = ""
  ) {
    precondition(!curves.isEmpty, "there is nothing to draw")
    let palette = Theme.standard.palette
    var series: [Series] = []
    for (index, curve) in curves.enumerated() {
      let norms = curve.matrix.byDistance
      let first = norms.first ?? 1
      let color = palette[index % palette.count]
      let fit = DecayFit(norms)
      series.append(
        Series(
          name: curve.name
            + (fit.map { showsHalfLife ? " (\($0.summary))" : ": \($0.factor)" } ?? ""),
          points: norms.enumerated().map { Point(Double($0.offset), Double($0.element / first)) },
          color: color))
      if let fit {
        series.append(
          Series(
            name: "",
            points: norms.indices.map { Point(Double($0), fit.norm(at: $0) / Double(first)) },
            color: color, isDashed: true))
      }
    }
    chart = LineChart(
      title: title, xLabel: "distance t − k in steps", yLabel: "‖∂Lₜ/∂hₖ‖ relative to distance 0",
      yScale: .logarithmic, yRange: yRange, series: series, caption: caption)
  }
}
