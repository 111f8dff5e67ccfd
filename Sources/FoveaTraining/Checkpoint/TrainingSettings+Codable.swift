import FoveaNetwork
import FoveaTensor

extension TrainingSettings: Codable {
  private enum CodingKeys: String, CodingKey {
    case optimizer, kind, schedule, loss, batchSize, clipping, seed
  }

  /// Reads settings; the optimizer is one of `OptimizerTable`.
  ///
  /// - Throws: `DecodingError`, or `FoveaError` for an unknown optimizer or impossible numbers.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try container.decode(String.self, forKey: .kind)
    let type = try OptimizerTable.type(named: kind)
    let settings = TrainingSettings(
      optimizer: try container.decode(type, forKey: .optimizer),
      schedule: try container.decode(Schedule.self, forKey: .schedule),
      loss: try container.decode(Loss.self, forKey: .loss),
      batchSize: try container.decode(Int.self, forKey: .batchSize),
      clipping: try container.decodeIfPresent(GradientClipping.self, forKey: .clipping),
      seed: try container.decode(UInt64.self, forKey: .seed))
    guard settings.batchSize > 0, settings.schedule.isSound, settings.clipping?.isSound ?? true
    else { throw FoveaError("its settings make no sense: \(settings)") }
    self = settings
  }

  /// Writes settings.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type(of: optimizer).kind, forKey: .kind)
    try container.encode(optimizer, forKey: .optimizer)
    try container.encode(schedule, forKey: .schedule)
    try container.encode(loss, forKey: .loss)
    try container.encode(batchSize, forKey: .batchSize)
    try container.encodeIfPresent(clipping, forKey: .clipping)
    try container.encode(seed, forKey: .seed)
  }
}
