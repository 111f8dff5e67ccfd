import Fovea

extension Studio {
  /// Seeds for the repetitions of an experiment, drawn from the studio's own; at most `count`, at least `least` as the
  /// effort allows.
  func seeds(_ count: Int, least: Int = 1, for purpose: String) -> [UInt64] {
    var source = RandomSource(seed: seed, purpose: purpose)
    return (0..<effort.part(of: count, least: least)).map { _ in source.next() }
  }
}
