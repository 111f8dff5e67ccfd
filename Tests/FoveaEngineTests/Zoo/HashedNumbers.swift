import FoveaTensor

/// Numbers that follow from a name and a position alone, so that fixtures need no weights: the counterpart of `numbers`
/// and `weights` in `Fixtures/make_zoo.py`.
enum HashedNumbers {
  /// FNV-1a of a text.
  static func seed(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Uniform in [−1, 1): SplitMix64 of the name's hash and the position, its upper 24 bits.
  static func uniform(_ name: String, _ shape: Shape, scale: Float = 1, offset: Float = 0) -> Tensor
  {
    let seed = seed(name)
    let count = shape.count
    let scalars = unsafe [Float](unsafeUninitializedCapacity: count) { target, initialized in
      for index in 0..<count {
        var z = seed &+ (UInt64(truncatingIfNeeded: index) &+ 1) &* 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        z ^= z >> 31
        unsafe target[index] = offset + scale * (2 * (Float(z >> 40) * 0x1p-24) - 1)
      }
      initialized = count
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// The values of a parameter: as spread as He's, or near 1 for what multiplies, or small for what is added.
  static func weights(_ name: String, _ shape: Shape) -> Tensor {
    if shape.rank > 1 {
      let fan = shape.dimensions.dropFirst().reduce(1, *)
      return uniform(name, shape, scale: Float((6 / Double(fan)).squareRoot()))
    }
    let multiplies = name.hasSuffix("running_var") || name.hasSuffix("weight")
    return uniform(name, shape, scale: multiplies ? 0.25 : 0.1, offset: multiplies ? 1 : 0)
  }

  /// A picture of noise from 0 to 1.
  static func picture(height: Int, width: Int) -> Tensor {
    uniform("image", [1, 3, height, width]).map { ($0 + 1) / 2 }
  }
}
