import Foundation
import Fovea

/// A photograph with noise, smoothed by uniform and Gaussian kernels.
struct SmoothingPhotograph: Exhibit {
  let name = "smoothing-photograph"
  let title = "Smoothing takes noise away, and detail"
  let lectures: [Lecture] = [.chopra, .gavankar, .rafiey]
  let explanation = """
    A photograph with noise, and what uniform and Gaussian kernels of growing width make of it; below each picture stands its peak \
    signal-to-noise ratio (PSNR) against the photograph without noise, and a chart has it for three strengths of noise. The more \
    noise there is the wider the best kernel, and at its best width the Gaussian loses less than the square, because it \
    weighs near pixels more.
    """

  private static let deviations: [Float] = [0.5, 0.7, 1, 1.4, 2, 2.8, 4]
  private static let sides = [1, 3, 5, 7, 9, 13]

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let clean = try Photograph.chelsea.image().cropped(x: 110, y: 40, width: 210, height: 160)
      .tensor
    let noisy = Self.noisy(clean, 0.15, studio)
    var tiles = [
      ImageGrid.Tile(image: clean, title: "photograph"),
      Self.tile("noise, deviation 0.15", noisy, clean),
    ]
    for side in [3, 5, 9] {
      tiles.append(
        Self.tile("uniform \(side)×\(side)", try ImageKernel.blur(side).applied(to: noisy), clean))
    }
    for sigma in [Float(0.7), 1.4, 2.8] {
      tiles.append(
        Self.tile("Gaussian, σ = \(Double(sigma).short)", try Self.gaussian(sigma, noisy), clean))
    }
    let order = [0, 2, 3, 4, 1, 5, 6, 7].map { tiles[$0] }
    let grid = ImageGrid(tiles: order, columns: 4, tileSize: 160)
    let curves = try Self.curves(clean, studio)
    let figure = FigureGrid(
      title: "Denoising by convolution", panels: [grid, Self.chart(curves)], columns: 1,
      caption:
        "\(Photograph.chelsea.credit), 210×160 pixels; each colour by itself. PSNR = −10 log₁₀ of the mean square error of "
        + "pixels from 0 to 1, in decibels. Seed \(studio.seed).")
    return [ExhibitFigure(name, figure, facts: facts(curves, noisy, clean))]
  }

  private typealias Curve = (noise: Float, uniform: [Point], gaussian: [Point])

  private func facts(_ curves: [Curve], _ noisy: Tensor, _ clean: Tensor) -> [Fact] {
    [Fact("PSNR with noise of deviation 0.15 (dB)", noisy.signalToNoise(against: clean))]
      + curves.flatMap { curve -> [Fact] in
        let noise = Double(curve.noise).short
        let uniform = curve.uniform.max { $0.y < $1.y } ?? .zero
        let gaussian = curve.gaussian.max { $0.y < $1.y } ?? .zero
        return [
          Fact("noise \(noise): best PSNR of a square (dB)", uniform.y),
          Fact("noise \(noise): its σ in pixels", uniform.x),
          Fact("noise \(noise): best PSNR of a Gaussian (dB)", gaussian.y),
          Fact("noise \(noise): its σ", gaussian.x),
        ]
      }
  }

  private static func noisy(_ clean: Tensor, _ deviation: Float, _ studio: Studio) -> Tensor {
    var source = RandomSource(seed: studio.seed, purpose: "noise on a photograph")
    return clean.map { min(max($0 + deviation * source.normal(), 0), 1) }
  }

  /// Smoothed along rows, then along columns: the same as the square kernel, for less work.
  private static func gaussian(_ sigma: Float, _ picture: Tensor) throws -> Tensor {
    let line = ImageKernel.gaussian(2 * Int((3 * sigma).rounded(.up)) + 1, sigma: sigma)
    return try line.transposed(line.name).applied(to: try line.applied(to: picture))
  }

  /// PSNR over the kernel's deviation: that of a square of side k is √((k² − 1)/12).
  private static func curves(_ clean: Tensor, _ studio: Studio) throws -> [Curve] {
    try [Float(0.05), 0.15, 0.3].map { noise in
      let noisy = noisy(clean, noise, studio)
      let uniform = try sides.map { side in
        let answer = try ImageKernel.blur(side).applied(to: noisy)
        return Point(
          (Double(side * side - 1) / 12).squareRoot(), answer.signalToNoise(against: clean))
      }
      let gaussian = try deviations.map {
        Point(Double($0), try Self.gaussian($0, noisy).signalToNoise(against: clean))
      }
      return (noise, uniform, [uniform[0]] + gaussian)
    }
  }

  private static func chart(_ curves: [Curve]) -> LineChart {
    var chart = LineChart(
      title: "what is won and lost", xLabel: "deviation of the kernel (pixels)",
      yLabel: "PSNR (dB)",
      series: curves.enumerated().flatMap { index, curve -> [Series] in
        let noise = Double(curve.noise).short
        let color = Theme.okabeIto[index]
        return [
          Series(
            name: "noise \(noise), Gaussian", points: curve.gaussian, color: color,
            showsPoints: true),
          Series(
            name: "noise \(noise), uniform", points: curve.uniform, color: color, isDashed: true,
            showsPoints: true),
        ]
      })
    chart.plotSize = Size(460, 190)
    return chart
  }

  private static func tile(_ title: String, _ picture: Tensor, _ clean: Tensor) -> ImageGrid.Tile {
    ImageGrid.Tile(
      image: picture, title: title,
      caption: "\(picture.signalToNoise(against: clean).short) dB")
  }
}

extension Tensor {
  /// The peak signal-to-noise ratio in decibels, −10 log₁₀ of the mean square difference, of pixels from 0 to 1.
  func signalToNoise(against truth: Tensor) -> Double {
    let sum = zip(scalars, truth.scalars).reduce(0.0) { $0 + pow(Double($1.0 - $1.1), 2) }
    return -10 * log10(sum / Double(shape.count))
  }
}
