import Foundation
public import Fovea

/// The pictures that exhibits are made from.
public enum Collection: String, Hashable, Sendable, CaseIterable {
  /// Articles of clothing in ten classes (Xiao, Rasul & Vollgraf 2017).
  case fashion = "Fashion-MNIST"
  /// Handwritten digits (LeCun, Cortes & Burges 1998).
  case digits = "MNIST"
}

/// Where the collections lie.
public struct DataPlaces: Hashable, Sendable {
  /// The folder of each collection.
  public var folders: [Collection: String]
  /// The folder of weights that were trained elsewhere.
  public var models: String

  /// Creates places.
  public init(
    folders: [Collection: String], models: String = PretrainedModel.standardFolder
  ) {
    self.folders = folders
    self.models = models
  }

  /// Fashion-MNIST where Debian's package `dataset-fashion-mnist` puts it, MNIST where `scripts/fetch-mnist.sh` does.
  public static var standard: DataPlaces {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? ".") + "/.cache"
    return DataPlaces(folders: [
      .fashion: "/usr/share/datasets/fashion-mnist", .digits: "\(cache)/fovea/mnist",
    ])
  }

  /// The training and test pictures of a collection.
  ///
  /// - Throws: `FoveaError` that says where they were looked for and how to get them.
  func images(_ collection: Collection) throws(FoveaError) -> (train: ImageSet, test: ImageSet) {
    let folder = folders[collection] ?? ""
    let remedy =
      switch collection {
      case .fashion: "install Debian's package dataset-fashion-mnist"
      case .digits: "run scripts/fetch-mnist.sh"
      }
    let names =
      switch collection {
      case .fashion: ImageSet.fashionNames
      case .digits: ImageSet.digitNames
      }
    do throws(FoveaError) {
      return try ImageSet.idx(folder: folder, classNames: names)
    } catch {
      throw FoveaError("\(collection.rawValue) is not there (\(remedy)): \(error.message)")
    }
  }
}

/// How a network that several exhibits look into comes about.
public struct Recipe: Hashable, Sendable {
  /// The network's name in the zoo.
  public var model: String
  /// What it learns.
  public var data: Collection
  /// The most epochs; an effort may allow fewer.
  public var epochs: Int
  /// The strength of weight decay, decoupled.
  public var weightDecay = 0.2

  /// Creates a recipe.
  public init(_ model: String, on data: Collection, epochs: Int) {
    self.model = model
    self.data = data
    self.epochs = epochs
  }

  /// The seed of its first weights: networks of different recipes do not begin alike.
  func seed(from seed: UInt64) -> UInt64 {
    var source = RandomSource(seed: seed, purpose: "\(model) on \(data.rawValue)")
    return source.next()
  }

  /// The lecture's deep network on clothes: what most exhibits look into.
  public static let deepFashion = Recipe("deep-cnn", on: .fashion, epochs: 8)
  /// The lecture's baseline on clothes.
  public static let shallowFashion = Recipe("shallow-cnn", on: .fashion, epochs: 8)
  /// One hidden layer of 100 units on digits.
  public static let mlpDigits = Recipe("mlp", on: .digits, epochs: 4)
  /// One hidden layer of 100 units on clothes.
  public static let mlpFashion = Recipe("mlp", on: .fashion, epochs: 4)
  /// The lecture's deep network on digits.
  public static let deepDigits = Recipe("deep-cnn", on: .digits, epochs: 6)
  /// The lecture's baseline on digits.
  public static let shallowDigits = Recipe("shallow-cnn", on: .digits, epochs: 6)
}

/// A network with its history.
public struct Trained: Sendable {
  /// How it came about.
  public let recipe: Recipe
  /// The network before training.
  public let start: Network
  /// The network after training.
  public let network: Network
  /// What was measured on the way.
  public let log: RunLog

  /// The share of test pictures that it gets right.
  public var accuracy: Double { Double(log["accuracy/validation"]?.last ?? .nan) }

  /// The recipe in words, as captions have it.
  public var summary: String {
    let epochs = log["loss/train"]?.points.count ?? 0
    return "\(recipe.model) after \(epochs) epoch\(epochs == 1 ? "" : "s") of "
      + "\(recipe.data.rawValue), test accuracy \(accuracy.short(4))"
  }
}
