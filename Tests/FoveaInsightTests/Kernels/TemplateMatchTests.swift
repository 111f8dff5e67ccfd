import Fovea
import Testing

@Suite struct TemplateMatchTests {
  /// Noise with the template put in, brighter and with more contrast.
  private func hidden(channels: Int) -> (template: Tensor, picture: Tensor) {
    var source = RandomSource(seed: 3)
    let template = Tensor.normal([channels, 5, 4], from: &source)
    var picture = Tensor.normal([channels, 20, 30], deviation: 0.5, from: &source)
    for channel in 0..<channels {
      for y in 0..<5 {
        for x in 0..<4 { picture[channel, 11 + y, 17 + x] = 2 + 3 * template[channel, y, x] }
      }
    }
    return (template, picture)
  }

  @Test("Finds the template up to brightness and contrast", arguments: [1, 3])
  func finds(channels: Int) throws {
    let (template, picture) = hidden(channels: channels)
    let match = try TemplateMatch(of: template, in: picture)
    #expect(match.response.shape == [16, 27])
    #expect(match.best.x == 17 && match.best.y == 11)
    #expect(abs(match.best.value - 1) < 1e-4)
    #expect(match.margin > 0.1)
    #expect(match.response.scalars.allSatisfy { abs($0) < 1.0001 })
    let negative = try TemplateMatch(of: template.map { -$0 }, in: picture)
    #expect(abs(negative.response[11, 17] + 1) < 1e-4)
  }

  @Test("Equals the coefficient of correlation, window by window")
  func equalsCorrelation() throws {
    let (template, picture) = hidden(channels: 3)
    let match = try TemplateMatch(of: template, in: picture)
    for (x, y) in [(0, 0), (26, 15), (9, 4)] {
      var window: [Double] = []
      for channel in 0..<3 {
        for row in 0..<5 {
          for column in 0..<4 { window.append(Double(picture[channel, y + row, x + column])) }
        }
      }
      #expect(abs(Double(match.response[y, x]) - correlation(window, template)) < 1e-4)
    }
  }

  private func correlation(_ window: [Double], _ template: Tensor) -> Double {
    func centred(_ values: [Double]) -> [Double] {
      let mean = values.reduce(0, +) / Double(values.count)
      return values.map { $0 - mean }
    }
    let (a, b) = (centred(window), centred(template.scalars.map(Double.init)))
    func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
  }

  @Test("Refuses what cannot be found")
  func refuses() throws {
    let (template, picture) = hidden(channels: 1)
    #expect(throws: FoveaError.self) { try TemplateMatch(of: picture, in: template) }
    #expect(throws: FoveaError.self) {
      try TemplateMatch(of: Tensor(repeating: 1, shape: [1, 3, 3]), in: picture)
    }
  }
}
