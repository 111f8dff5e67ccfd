import Fovea
import Foundation
import Testing

@Suite("Maps of embeddings")
struct EmbeddingTests {
  @Test("Components of a known covariance are its axes")
  func knownCovariance() throws {
    // Points on two perpendicular axes, turned by 30°, with the deviations 3 and 1.
    let (c, s) = (Float(3).squareRoot() / 2, Float(0.5))
    var scalars: [Float] = []
    for sign: Float in [-1, 1] {
      scalars += [sign * 3 * c + 7, sign * 3 * s - 2, sign * -s + 7, sign * c - 2]
    }
    let points = Tensor(shape: [4, 2], scalars: scalars)
    let found = try PrincipalComponents(of: points)
    #expect(abs(found.mean[0] - 7) < 1e-6 && abs(found.mean[1] + 2) < 1e-6)
    #expect(abs(found.variances[0] - 6) < 1e-5 && abs(found.variances[1] - 2.0 / 3) < 1e-5)
    #expect(abs(found.components[0][0] - Double(c)) < 1e-6)
    #expect(abs(found.components[0][1] - Double(s)) < 1e-6)
    #expect(abs(found.shares[0] - 0.9) < 1e-6)
    let projected = found.project(points)
    #expect(abs(abs(projected[0, 0]) - 3) < 1e-5 && abs(projected[0, 1]) < 1e-5)
  }

  @Test("Components are perpendicular, of length 1, and keep the whole variance")
  func orthonormal() throws {
    var source = RandomSource(seed: 3)
    let points = Tensor.normal([50, 12], from: &source)
    let found = try PrincipalComponents(of: points)
    #expect(found.variances == found.variances.sorted(by: >))
    for i in 0..<12 {
      for j in 0..<12 {
        let product = zip(found.components[i], found.components[j]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-9)
      }
    }
    let total = (0..<12).reduce(0.0) { sum, column in
      let values = (0..<50).map { Double(points[$0, column]) }
      let mean = values.reduce(0, +) / 50
      return sum + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 49
    }
    #expect(abs(found.variances.reduce(0, +) - total) < 1e-9 * total)
    #expect(throws: FoveaError.self) { try PrincipalComponents(of: Tensor.zeros([1, 3])) }
    #expect(throws: FoveaError.self) {
      try PrincipalComponents(of: Tensor(repeating: .nan, shape: [3, 3]))
    }
  }

  /// Three clouds far apart in ten dimensions.
  private func clouds() -> (points: Tensor, kinds: [Int]) {
    var source = RandomSource(seed: 5)
    var scalars: [Float] = []
    let kinds = (0..<60).map { $0 % 3 }
    for kind in kinds {
      scalars += (0..<10).map { column in (column == kind ? 8 : 0) + source.normal() }
    }
    return (Tensor(shape: [60, 10], scalars: scalars), kinds)
  }

  @Test("A t-SNE map keeps clouds apart, its divergence falls, and it is the same each time")
  func clusters() throws {
    let (points, kinds) = clouds()
    var settings = TSNE.Settings()
    settings.perplexity = 10
    settings.steps = 300
    let map = try TSNE(of: points, settings)
    #expect(map.divergences.count == 301)
    let (first, last) = (map.divergences[0], map.divergences[300])
    #expect(last > 0 && last < 0.5 * first)
    for own in 0..<60 {
      func far(_ other: Int) -> Float {
        let (x, y) = (
          map.places[own, 0] - map.places[other, 0], map.places[own, 1] - map.places[other, 1]
        )
        return x * x + y * y
      }
      let nearest = (0..<60).filter { $0 != own }.sorted { far($0) < far($1) }.prefix(5)
      #expect(nearest.allSatisfy { kinds[$0] == kinds[own] })
    }
    #expect(try TSNE(of: points, settings).places == map.places)
  }

  @Test("A perplexity beyond the number of points is refused, and so are too few points")
  func errors() throws {
    var settings = TSNE.Settings()
    settings.perplexity = 70
    let (points, _) = clouds()
    #expect(throws: FoveaError.self) { try TSNE(of: points, settings) }
    #expect(throws: FoveaError.self) { try TSNE(of: Tensor.zeros([3, 2])) }
  }
}
