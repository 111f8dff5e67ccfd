import COneDNN

/// A layout of the shim's that is freed with its owner.
@safe final class Layout {
  let handle: OpaquePointer

  init(owning handle: OpaquePointer?) throws {
    guard let handle = unsafe handle else { throw Refusal() }
    unsafe self.handle = handle
  }

  deinit { unsafe fovea_layout_free(handle) }

  static func plain(_ dims: [Int]) throws -> Layout {
    unsafe try Layout(owning: fovea_layout_plain(Int32(dims.count), dims.map { Int64($0) }))
  }

  static func strided(_ dims: [Int], _ strides: [Int]) throws -> Layout {
    unsafe try Layout(
      owning: fovea_layout_strided(
        Int32(dims.count), dims.map { Int64($0) }, strides.map { Int64($0) }))
  }

  func copy() throws -> Layout { unsafe try Layout(owning: fovea_layout_copy(handle)) }

  var bytes: Int { unsafe fovea_layout_bytes(handle) }
  var isPlain: Bool { unsafe fovea_layout_is_plain(handle) != 0 }
  func equals(_ other: Layout) -> Bool { unsafe fovea_layout_equal(handle, other.handle) != 0 }

  var dims: [Int] {
    var room = [Int64](repeating: 0, count: 12)
    let rank = unsafe fovea_layout_dims(handle, &room)
    return room.prefix(Int(rank)).map { Int($0) }
  }

  var text: String {
    var room = [CChar](repeating: 0, count: 256)
    let length = unsafe fovea_layout_describe(handle, &room, room.count)
    return String(decoding: room.prefix(Int(length)).map { UInt8($0) }, as: UTF8.self)
  }
}
