import Fovea
import Foundation
import Testing

@testable import FoveaInsight

/// Maps and components against what scikit-learn makes of the same points by `Fixtures/make_embeddings.py`.
@Suite struct EmbeddingOracleTests {
  let file: SafetensorsFile

  init() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/embeddings.safetensors").path
    file = try SafetensorsFile.read(path)
  }

  private func numbers(_ name: String) throws -> [Double] {
    try file.tensor(name).scalars.map { Double($0) }
  }

  @Test func jointProbabilitiesAgree() throws {
    let expected = try numbers("joint")
    let found = TSNE.joint(of: try file.tensor("points"), perplexity: 8)
    #expect(found.count == expected.count)
    for index in expected.indices where index / 40 != index % 40 {
      // Both search for the widths to a tolerance, which far neighbours feel most.
      let allowed = 1e-4 * max(expected[index], 1e-5)
      #expect(abs(found[index] - expected[index]) < allowed, "\(index)")
    }
    #expect(abs(found.reduce(0, +) - 1) < 1e-6)
  }

  @Test func divergenceAndGradientAgree() throws {
    let places = try file.tensor("places")
    var descent = Descent(joint: try numbers("joint"), start: places, count: 40)
    descent.y = places.scalars.map { Double($0) }
    let slope = descent.slope(exaggeration: 1)
    let divergence = try numbers("divergence")[0]
    #expect(abs(slope.divergence / divergence - 1) < 1e-4)
    let expected = try numbers("gradient")
    let largest = expected.map { abs($0) }.max() ?? 0
    #expect(slope.gradient.count == expected.count)
    for (found, wanted) in zip(slope.gradient, expected) {
      #expect(abs(found - wanted) < 1e-4 * max(abs(wanted), 0.01 * largest))
    }
  }

  @Test func principalComponentsAgree() throws {
    let found = try PrincipalComponents(of: try file.tensor("points"))
    for (name, values) in [
      ("mean", found.mean), ("variances", found.variances), ("shares", found.shares),
    ] {
      let expected = try numbers(name)
      #expect(values.count == expected.count, "\(name)")
      for (value, wanted) in zip(values, expected) {
        #expect(abs(value - wanted) < 1e-5 * max(abs(wanted), 0.1), "\(name)")
      }
    }
    let components = try numbers("components")
    #expect(found.components.joined().count == components.count)
    for (value, wanted) in zip(found.components.joined(), components) {
      #expect(abs(value - wanted) < 1e-4)
    }
  }
}
