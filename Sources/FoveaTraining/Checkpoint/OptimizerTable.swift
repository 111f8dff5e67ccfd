import FoveaTensor

/// The optimizers that can be read from a file or chosen by name.
public enum OptimizerTable {
  /// All of them.
  public static let all: [any Optimizer.Type] = [
    SGD.self, RMSprop.self, Adagrad.self, Adam.self, AdamW.self,
  ]

  /// Their words.
  public static var kinds: [String] { all.map { $0.kind } }

  /// The type of a word.
  ///
  /// - Throws: `FoveaError` that lists the nearest words.
  static func type(named kind: String) throws(FoveaError) -> any Optimizer.Type {
    guard let type = all.first(where: { $0.kind == kind }) else {
      throw FoveaError.unknown("optimizer", kind, known: kinds)
    }
    return type
  }
}
