import Fovea
import Foundation

/// What a run of training needs beside the trainer's own state, kept with the network so that '--resume' needs nothing else.
struct TrainingPlan: Codable {
  private static let key = "training"

  var data: String
  var size: PictureSize?
  var limit: Int?
  /// The share of training pictures that is held back.
  var validation: Double
  /// Changes of pictures, as they were written.
  var augment: String?
  var epochs: Int
  var patience: Int?
  var seed: UInt64
  var threads: Int
  /// The model file.
  var save: String
  /// The folder of the numbers that are measured.
  var log: String?

  /// The plan that a network was trained by.
  ///
  /// - Throws: `FoveaError` where there is none.
  static func of(_ network: Network, from path: String) throws(FoveaError) -> TrainingPlan {
    guard let text = network.metadata[key],
      let plan = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
    else {
      throw FoveaError(
        "cannot continue from '\(path)': it does not say how it was trained; 'fovea train "
          + "--checkpoint' writes files that do")
    }
    return plan
  }

  /// Keeps the plan with a network.
  ///
  /// - Throws: `FoveaError` where it cannot be written.
  func write(to network: inout Network) throws(FoveaError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      network.metadata[Self.key] = String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      throw FoveaError("the settings cannot be kept with the network: \(error)")
    }
  }

  /// The pictures to learn from, to check on after each epoch, and to test on at the end.
  struct Parts {
    let training: ImageSet
    /// Pictures held back from training, or else the test pictures.
    let validation: ImageSet?
    let test: ImageSet?
    /// What the validation pictures are.
    let validationName: String
  }

  /// Reads and parts the pictures.
  ///
  /// - Throws: `FoveaError` where they cannot be read, or a part has none.
  func parts() throws(FoveaError) -> Parts {
    let sets = try ImageSet.load(data, resizingTo: size.map { ($0.height, $0.width) })
    let all = limit.map { sets.train.prefix($0) } ?? sets.train
    guard validation > 0 else {
      return Parts(
        training: all, validation: sets.test, test: sets.test, validationName: "test")
    }
    let parts = all.split(validationShare: validation, seed: seed)
    guard parts.validation.count > 0, parts.training.count > 0 else {
      throw FoveaError(
        "a share of \(validation) of \(all.count) pictures leaves \(parts.training.count) to learn "
          + "from and \(parts.validation.count) to check on; both need one")
    }
    return Parts(
      training: parts.training, validation: parts.validation, test: sets.test,
      validationName: "validation")
  }
}
