import FoveaTensor

/// The order in which samples are learnt, batch after batch: a value that can be saved in the middle of an epoch.
///
/// Each epoch's order is drawn from the seed and the epoch's number alone, so a decoded sampler goes on exactly where the
/// saved one stood.
public struct BatchSampler: Sendable, Hashable, Codable {
  /// The number of samples of an epoch.
  public let count: Int
  /// The number of samples of a batch.
  public let batchSize: Int
  /// Decides the orders.
  public let seed: UInt64
  /// Whether samples come in random order.
  public let shuffles: Bool
  /// Whether a last batch that is not full is left out.
  public let dropsLast: Bool

  /// The number of the epoch that the next batch belongs to, from 0.
  public private(set) var epoch = 0
  /// The number of batches of this epoch that were given already.
  public private(set) var batch = 0

  /// The epoch whose order is in `order`: kept so as not to draw it for each batch, and no part of the value.
  private var drawn = OrderCache()

  private enum CodingKeys: String, CodingKey {
    case count, batchSize, seed, shuffles, dropsLast, epoch, batch
  }

  /// Creates a sampler at the beginning of epoch 0.
  ///
  /// - Precondition: `count` is not negative, `batchSize` positive.
  public init(
    count: Int, batchSize: Int, seed: UInt64, shuffles: Bool = true, dropsLast: Bool = false
  ) {
    precondition(count >= 0 && batchSize > 0, "no batches of \(batchSize) from \(count) samples")
    self.count = count
    self.batchSize = batchSize
    self.seed = seed
    self.shuffles = shuffles
    self.dropsLast = dropsLast
  }

  /// The number of batches of an epoch.
  public var batchesPerEpoch: Int {
    dropsLast ? count / batchSize : (count + batchSize - 1) / batchSize
  }

  /// The samples of the next batch, or `nil` once at the end of each epoch; then the next epoch begins.
  public mutating func next() -> [Int]? {
    guard batch < batchesPerEpoch else {
      batch = 0
      epoch += 1
      return nil
    }
    if drawn.epoch != epoch { drawn = OrderCache(epoch: epoch, order: order(epoch: epoch)) }
    let start = batch * batchSize
    batch += 1
    return Array(drawn.order[start..<min(start + batchSize, count)])
  }

  /// The order of all samples in an epoch.
  public func order(epoch: Int) -> [Int] {
    guard shuffles else { return Array(0..<count) }
    var source = RandomSource(seed: seed, epoch: epoch, sample: -1)
    return source.permutation(count)
  }
}

extension BatchSampler {
  /// Decodes a sampler.
  ///
  /// - Throws: `DecodingError` where its numbers are impossible.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    count = try container.decode(Int.self, forKey: .count)
    batchSize = try container.decode(Int.self, forKey: .batchSize)
    seed = try container.decode(UInt64.self, forKey: .seed)
    shuffles = try container.decode(Bool.self, forKey: .shuffles)
    dropsLast = try container.decode(Bool.self, forKey: .dropsLast)
    epoch = try container.decode(Int.self, forKey: .epoch)
    batch = try container.decode(Int.self, forKey: .batch)
    let possible = 0..<1 << 48
    guard possible.contains(count), batchSize > 0, possible.contains(batchSize),
      possible.contains(epoch), (0...batchesPerEpoch).contains(batch)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .batch, in: container, debugDescription: "no sampler has these numbers")
    }
  }
}

/// An epoch's order.
///
/// All are equal: what is in one follows from the sampler it belongs to.
private struct OrderCache: Hashable, Sendable {
  var epoch = -1
  var order: [Int] = []

  static func == (a: OrderCache, b: OrderCache) -> Bool { true }
  func hash(into hasher: inout Hasher) {}
}
