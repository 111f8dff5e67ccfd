import FoveaTensor

extension RandomSource {
  /// The source that belongs to one sample in one epoch, whatever the order in which samples are asked for.
  init(seed: UInt64, epoch: Int, sample: Int) {
    var mixed = seed
    for part in [epoch, sample] {
      // The finaliser of MurmurHash3 (Appleby 2011): each bit of the parts changes half of the bits of the seed.
      mixed = (mixed ^ UInt64(bitPattern: Int64(part))) &+ 0x9e37_79b9_7f4a_7c15
      mixed = (mixed ^ (mixed >> 33)) &* 0xff51_afd7_ed55_8ccd
      mixed = (mixed ^ (mixed >> 33)) &* 0xc4ce_b9fe_1a85_ec53
      mixed ^= mixed >> 33
    }
    self.init(seed: mixed)
  }

  /// A uniform whole number of 0 ..< `bound`.
  mutating func index(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
