public import FoveaTensor

/// A change of the value at a hook point while a plan runs: y = min(max(keep · x + offset, low), high), element by element.
///
/// All four tensors broadcast to the value. Where keep is 0, y does not depend on x, not even where x is not finite; the
/// gradient is ∂x = keep · ∂y, and 0 where a bound holds.
public struct ValueEdit: Hashable, Sendable {
  /// What x is multiplied by.
  public let keep: Tensor
  /// What is added.
  public let offset: Tensor
  /// The least result; −∞ for none.
  public let low: Tensor
  /// The largest result; ∞ for none.
  public let high: Tensor
  /// The shape that the four tensors have in common.
  public let shape: Shape

  /// The edit that changes nothing.
  public static let identity = ValueEdit()

  /// Creates an edit.
  ///
  /// - Precondition: the shapes broadcast with each other, and no low is above its high.
  public init(
    keep: Tensor = Tensor(1), offset: Tensor = Tensor(0), low: Tensor = Tensor(-.infinity),
    high: Tensor = Tensor(.infinity)
  ) {
    self.keep = keep
    self.offset = offset
    self.low = low
    self.high = high
    shape = Self.common([keep, offset, low, high])
    let bounds = Self.common([low, high])
    precondition(
      zip(low.broadcast(to: bounds).scalars, high.broadcast(to: bounds).scalars)
        .allSatisfy { $0 <= $1 }, "an edit's low must not be above its high")
  }

  /// The edit that does this one first and then `next`: again one multiplication, one sum and two bounds.
  ///
  /// - Precondition: the shapes of both broadcast with each other.
  public func then(_ next: ValueEdit) -> ValueEdit {
    let common = Self.common([keep, offset, low, high, next.keep, next.offset, next.low, next.high])
    func elements(_ tensor: Tensor) -> [Float] { tensor.broadcast(to: common).scalars }
    let (k1, o1, k2, o2) = (
      elements(keep), elements(offset), elements(next.keep), elements(next.offset)
    )
    let (low1, high1) = (elements(low), elements(high))
    let (low2, high2) = (elements(next.low), elements(next.high))
    var (k, o, lows, highs) = (k1, o1, low1, high1)
    for i in k.indices {
      let (factor, shift) = (k2[i], o2[i])
      k[i] = k1[i] * factor
      o[i] = factor == 0 ? shift : factor * o1[i] + shift
      // A factor of zero forgets the bounds before it, and so does an infinite shift of an infinite bound.
      let ends = factor == 0 ? [] : [low1[i], high1[i]].map { factor * $0 + shift }
      let (least, most) = (ends.min() ?? .nan, ends.max() ?? .nan)
      lows[i] = least.isNaN ? low2[i] : Swift.min(Swift.max(least, low2[i]), high2[i])
      highs[i] = most.isNaN ? high2[i] : Swift.min(Swift.max(most, low2[i]), high2[i])
    }
    return ValueEdit(
      keep: Tensor(shape: common, scalars: k), offset: Tensor(shape: common, scalars: o),
      low: Tensor(shape: common, scalars: lows), high: Tensor(shape: common, scalars: highs))
  }

  private static func common(_ tensors: [Tensor]) -> Shape {
    tensors.dropFirst().reduce(tensors[0].shape) { shape, tensor in
      guard let both = shape.broadcast(with: tensor.shape) else {
        preconditionFailure("the shapes \(shape) and \(tensor.shape) do not broadcast")
      }
      return both
    }
  }
}
