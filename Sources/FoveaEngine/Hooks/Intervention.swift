public import FoveaNetwork
public import FoveaTensor

/// A change of the values at hook points while a network runs.
///
/// What would happen if this channel were dead, if that activation came from another image?
///
///     let ablated = try network.applying([.zero("conv2", in: .channels([3]))])
///     let patched = try network.applying([.patch("lstm/h[12]", from: clean, in: .units(0..<8))])
///
/// It can be made at node outputs and inside of recurrent layers: at `h[t]`, `c[t]` and the gates, from where later steps
/// go on with the changed value. Gradients are those of the changed network: a scaled value passes its gradient on scaled,
/// a replaced one none, a clamped one none where a bound holds.
public struct Intervention: Sendable {
  private enum Change: Sendable {
    case scale(Float)
    case add(Tensor)
    case replace(Tensor)
    case clamp(ClosedRange<Float>)
    case patch(Recording)
    case reserve
  }

  /// The hook points whose values are changed.
  public let hooks: HookSelector
  private let change: Change
  private let region: Region

  /// Makes values zero.
  public static func zero(_ hooks: HookSelector, in region: Region = .everywhere) -> Intervention {
    Intervention(hooks: hooks, change: .scale(0), region: region)
  }

  /// Multiplies values by a factor.
  public static func scale(
    _ hooks: HookSelector, by factor: Float, in region: Region = .everywhere
  ) -> Intervention { Intervention(hooks: hooks, change: .scale(factor), region: region) }

  /// Adds a tensor that broadcasts to the value: a steering direction, noise.
  public static func add(
    _ hooks: HookSelector, _ tensor: Tensor, in region: Region = .everywhere
  ) -> Intervention { Intervention(hooks: hooks, change: .add(tensor), region: region) }

  /// Puts one number in the place of values.
  public static func replace(
    _ hooks: HookSelector, with number: Float, in region: Region = .everywhere
  ) -> Intervention {
    Intervention(hooks: hooks, change: .replace(Tensor(number)), region: region)
  }

  /// Puts a tensor that broadcasts to the value in its place.
  public static func replace(
    _ hooks: HookSelector, with tensor: Tensor, in region: Region = .everywhere
  ) -> Intervention { Intervention(hooks: hooks, change: .replace(tensor), region: region) }

  /// Holds values within a range; one end may be infinite.
  public static func clamp(
    _ hooks: HookSelector, to range: ClosedRange<Float>, in region: Region = .everywhere
  ) -> Intervention { Intervention(hooks: hooks, change: .clamp(range), region: region) }

  /// Puts the values that a recording of another run has at the same points in their place.
  ///
  /// The recording's batch must be the plan's, or 1.
  public static func patch(
    _ hooks: HookSelector, from recording: Recording, in region: Region = .everywhere
  ) -> Intervention { Intervention(hooks: hooks, change: .patch(recording), region: region) }

  /// Changes nothing, but makes room so that `Plan.setInterventions` can set any change there between runs.
  public static func adjustable(_ hooks: HookSelector) -> Intervention {
    Intervention(hooks: hooks, change: .reserve, region: .everywhere)
  }

  /// The change as an edit of a value of this shape.
  ///
  /// - Throws: `FoveaError` where the region or the tensor does not fit the value or the recording lacks it.
  func edit(at name: String, shape: Shape) throws(FoveaError) -> ValueEdit {
    let mask = try region.mask(for: shape, of: name)
    func inside(_ number: Float, else outside: Float) -> Tensor {
      mask.map { $0 == 1 ? number : outside }
    }
    func inside(_ tensor: Tensor) throws(FoveaError) -> Tensor {
      guard tensor.shape.broadcast(with: shape) == shape else {
        throw FoveaError(
          "a tensor of the shape \(tensor.shape) does not broadcast to '\(name)' of \(shape)")
      }
      return mask.combined(with: tensor) { $0 == 1 ? $1 : 0 }
    }
    switch change {
    case .scale(let factor): return ValueEdit(keep: inside(factor, else: 1))
    case .add(let tensor): return ValueEdit(offset: try inside(tensor))
    case .replace(let tensor):
      return ValueEdit(keep: inside(0, else: 1), offset: try inside(tensor))
    case .patch(let recording):
      return ValueEdit(keep: inside(0, else: 1), offset: try inside(try recording[name, .value]))
    case .clamp(let range):
      return ValueEdit(
        low: inside(range.lowerBound, else: -.infinity),
        high: inside(range.upperBound, else: .infinity))
    case .reserve: return ValueEdit(keep: Tensor(repeating: 1, shape: shape))
    }
  }
}
