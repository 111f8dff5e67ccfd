import FoveaTensor

extension RandomSource {
  /// The source that belongs to one sample in one epoch, whatever the order in which samples are asked for.
  init(seed: UInt64, epoch: Int, sample: Int) {
    var mixed: UInt64 = 0
    // The seed is mixed too before the epoch comes in, so that seed 1 epoch 2 is not seed 2 epoch 1.
    for part in [seed, UInt64(bitPattern: Int64(epoch)), UInt64(bitPattern: Int64(sample))] {
      // The finaliser of MurmurHash3 (Appleby 2011): each bit that goes in changes half of those that come out.
      mixed = (mixed ^ part) &+ 0x9e37_79b9_7f4a_7c15
      mixed = (mixed ^ (mixed >> 33)) &* 0xff51_afd7_ed55_8ccd
      mixed = (mixed ^ (mixed >> 33)) &* 0xc4ce_b9fe_1a85_ec53
      mixed ^= mixed >> 33
    }
    self.init(seed: mixed)
  }
}
