import COneDNN
import FoveaTensor

/// How a tensor lies in memory, in oneDNN's terms.
@safe
final class DataLayout: Hashable {
  let handle: OpaquePointer

  /// Takes over a handle.
  init(owning handle: OpaquePointer) { unsafe self.handle = handle }

  /// Row-major order; a scalar counts as one row of one element.
  convenience init(plain shape: Shape) throws(FoveaError) {
    let dimensions = (shape.rank == 0 ? [1] : shape.dimensions).map { Int64($0) }
    guard let handle = unsafe fovea_layout_plain(Int32(dimensions.count), dimensions) else {
      throw FoveaError(oneDNNError())
    }
    unsafe self.init(owning: handle)
  }

  /// An image `[N, C, H, W]` in blocks of 16 channels, innermost: `[N, C / 16, H, W, 16]`, padded with zeros.
  static func channelBlocks(_ image: Shape) throws(FoveaError) -> DataLayout {
    let dimensions = image.dimensions.map { Int64($0) }
    precondition(dimensions.count == 4, "an image has four axes, got \(image)")
    guard let handle = unsafe fovea_layout_channel_blocks(dimensions) else {
      throw FoveaError(oneDNNError())
    }
    return unsafe DataLayout(owning: handle)
  }

  /// The layout, or row-major order where it is `nil`.
  static func resolved(_ layout: DataLayout?, _ shape: Shape) throws(FoveaError) -> DataLayout {
    if let layout { return layout }
    return try DataLayout(plain: shape)
  }

  deinit { unsafe fovea_layout_free(handle) }

  /// The elements that memory of this layout has, those of padding included.
  var count: Int { unsafe fovea_layout_bytes(handle) / MemoryLayout<Float>.stride }

  static func == (left: DataLayout, right: DataLayout) -> Bool {
    unsafe left.handle == right.handle || fovea_layout_equal(left.handle, right.handle) != 0
  }

  func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

/// What oneDNN said last on this thread.
func oneDNNError() -> String { unsafe String(cString: fovea_dnn_error()) }
