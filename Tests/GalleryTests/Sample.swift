import Foundation
import Fovea
import Gallery

/// All exhibits with very little work, made once for all tests.
enum Sample {
  private static let made = Result {
    let studio = Studio(seed: 1, effort: .little)
    return Dictionary(
      uniqueKeysWithValues: try exhibits.map { ($0.name, try $0.draw(in: studio)) })
  }

  /// The exhibits that can be made here: not those on weights that nobody fetched.
  static let exhibits = Gallery.exhibits.filter { $0.obstacle(in: Studio()) == nil }

  /// The figures of each exhibit.
  static func figures() throws -> [String: [ExhibitFigure]] { try made.get() }

  /// A figure by the name of its file.
  static func figure(_ file: String) throws -> ExhibitFigure {
    guard let figure = try figures().values.joined().first(where: { $0.file == file }) else {
      throw FoveaError("there is no figure '\(file)'")
    }
    return figure
  }

  /// The path of a new folder, which is not made.
  static func folder() -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("fovea-gallery-\(UUID().uuidString)").path
  }
}

extension Effort {
  /// Enough for what is learnt to be seen in numbers.
  static let little = Effort(
    name: "little", trainingImages: 5000, testImages: 600, epochs: 2, ascentSteps: 32,
    attackedImages: 100, attackSteps: 10, recurrentSteps: 120, scale: 0.1)

  /// Enough for a picture.
  static let least = Effort(
    name: "least", trainingImages: 256, testImages: 64, epochs: 1, ascentSteps: 2,
    attackedImages: 8, attackSteps: 2, recurrentSteps: 2, scale: 0.01)
}
