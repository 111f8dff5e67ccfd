public import Fovea

/// Where exhibits are made: the pictures, the seed, how much work is allowed, and the networks trained so far.
///
/// Networks are kept by recipe, so that exhibits share them. Not to be used by two threads at once.
public final class Studio {
  /// What everything is drawn from.
  public let seed: UInt64
  /// How much work exhibits may make.
  public let effort: Effort
  /// The folder that pictures are written into.
  public let out: String
  /// How many seconds went into training.
  public private(set) var trainingSeconds = 0.0

  private let places: DataPlaces
  private let listener: (String) -> Void
  private var collections: [Collection: (train: ImageSet, test: ImageSet)] = [:]
  private var networks: [Recipe: Trained] = [:]
  private var pretrained: [PretrainedModel: Network] = [:]
  private var kept: [String: any Sendable] = [:]
  private var prefix = ""

  /// Creates a studio; `report` hears a line now and then.
  public init(
    seed: UInt64 = 0, effort: Effort = .full, out: String = "gallery",
    places: DataPlaces = .standard, report: @escaping (String) -> Void = { _ in }
  ) {
    self.seed = seed
    self.effort = effort
    self.out = out
    self.places = places
    listener = report
  }

  /// Says how far an exhibit has come.
  public func report(_ line: String) { listener(prefix + line) }

  /// Puts a text before each line to come.
  func begin(_ prefix: String) { self.prefix = prefix }

  // MARK: - Pictures

  /// The training and test pictures of a collection, as many as the effort allows.
  ///
  /// - Throws: `FoveaError` that says how to get them where they are missing.
  public func images(_ collection: Collection) throws -> (train: ImageSet, test: ImageSet) {
    if let known = collections[collection] { return known }
    let all = try places.images(collection)
    let kept = (all.train.prefix(effort.trainingImages), all.test.prefix(effort.testImages))
    collections[collection] = kept
    return kept
  }

  /// The first test picture of each class that a network gets right, in the order of classes.
  ///
  /// - Throws: `FoveaError` where the pictures are missing or do not fit.
  public func examples(
    of collection: Collection, by network: Network
  ) throws -> [(sample: Int, image: Tensor, label: Int)] {
    let test = try images(collection).test.prefix(400)
    let answers = try Victim(network).predict(test.images)
    return test.classNames.indices.compactMap { label in
      guard
        let sample = test.labels.indices.first(where: {
          test.label($0) == label && answers[$0].label == label
        })
      else { return nil }
      return (sample, test.images(at: [sample]).element(0), label)
    }
  }

  // MARK: - Networks

  /// The network of a recipe, trained at the first call: AdamW, batches of 128, a learning rate that falls from 2·10⁻³ to 0
  /// along half a cosine.
  ///
  /// Weight decay takes away what is left of the noise that weights began as, so that filters show what was learnt.
  ///
  /// - Throws: `FoveaError` where the pictures are missing; what training throws.
  public func trained(_ recipe: Recipe) throws -> Trained {
    if let known = networks[recipe] { return known }
    let (train, test) = try images(recipe.data)
    var trainer = try trainer(for: recipe)
    let start = trainer.network
    let epochs = min(recipe.epochs, effort.epochs)
    let began = ContinuousClock().now
    let log = try trainer.fit(train, validating: test, epochs: epochs) { progress in
      guard progress.moment == .epoch else { return }
      let accuracy = (progress.validationAccuracy ?? .nan).short(4)
      self.report(
        "training \(recipe.model) on \(recipe.data.rawValue): epoch \(progress.epoch) of "
          + "\(progress.epochs), test accuracy \(accuracy)")
    }
    trainingSeconds += (ContinuousClock().now - began) / .seconds(1)
    let made = Trained(recipe: recipe, start: start, network: trainer.network, log: log)
    networks[recipe] = made
    return made
  }

  /// The trainer of a recipe before its first step: what it does on the way is what `trained` does.
  ///
  /// - Throws: `FoveaError` where the pictures are missing.
  public func trainer(for recipe: Recipe) throws -> Trainer {
    let start = try Zoo.network(named: recipe.model, seed: recipe.seed(from: seed))
    let epochs = min(recipe.epochs, effort.epochs)
    let steps = epochs * ((try images(recipe.data).train.count + 127) / 128)
    return try Trainer(
      start, optimizer: AdamW(learningRate: 2e-3, weightDecay: recipe.weightDecay),
      schedule: .cosine(steps: steps), batchSize: 128, seed: seed)
  }

  /// A network that was trained elsewhere.
  ///
  /// - Throws: `FoveaError` that says how to get the weights where they are not there.
  public func pretrained(_ model: PretrainedModel) throws -> Network {
    if let known = pretrained[model] { return known }
    let network = try model.network(in: places.models)
    pretrained[model] = network
    return network
  }

  /// Says how to get the weights of a network where they are not there.
  func obstacle(_ model: PretrainedModel) -> String? {
    model.isThere(in: places.models)
      ? nil : "the weights of \(model.rawValue) are not there, 'make models' fetches them"
  }

  /// What several exhibits share and no recipe describes, made at the first call; its time counts as training.
  ///
  /// - Parameter key: says what it is and with which settings; a key stands for values of one type.
  /// - Throws: what `make` throws; then nothing is kept.
  public func once<Value: Sendable>(_ key: String, _ make: () throws -> Value) rethrows -> Value {
    if let known = kept[key] {
      guard let value = known as? Value else {
        preconditionFailure("'\(key)' stands for a \(type(of: known)), not for a \(Value.self)")
      }
      return value
    }
    let value = try training(make)
    kept[key] = value
    return value
  }

  /// Counts the seconds of a training that an exhibit does on its own.
  public func training<Result>(_ work: () throws -> Result) rethrows -> Result {
    let began = ContinuousClock().now
    defer { trainingSeconds += (ContinuousClock().now - began) / .seconds(1) }
    return try work()
  }
}
