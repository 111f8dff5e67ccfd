import Foundation
import FoveaTensor
import ONNXProto

/// Turns a file's tensors into known ones: checks what they claim, and finds where their elements are.
struct TensorReader {
  /// The model's file, mapped.
  let file: Data
  /// The folder of the model's file, inside of which external data must lie; `nil` where there is no file.
  let folder: String?
  /// Files of external data that were mapped already.
  private var external: [String: Data] = [:]

  init(file: Data, folder: String?) {
    self.file = file
    self.folder = folder
  }

  /// Reads a tensor.
  ///
  /// - Throws: `FoveaError` that names the tensor, and what it claims that cannot be.
  mutating func tensor(_ proto: Onnx_TensorProto) throws(FoveaError) -> KnownTensor {
    do throws(FoveaError) {
      let type = try ElementType.of(Int(proto.dataType))
      let shape = try Self.shape(proto.dims, elementSize: type.stored.size)
      let content = try content(of: proto, type, count: shape.count)
      return KnownTensor(
        shape, type.kind, content, name: proto.name.isEmpty ? nil : proto.name)
    } catch {
      throw FoveaError("tensor '\(proto.name)': \(error.message)")
    }
  }

  /// The extents that a file claims, if they can be.
  static func shape(_ dims: [Int64], elementSize: Int) throws(FoveaError) -> Shape {
    let dimensions = dims.map { Int($0) }
    guard dimensions.allSatisfy({ $0 >= 0 }) else {
      throw FoveaError("the extents \(dimensions) hold a negative one")
    }
    guard dimensions.count <= 64, storedByteCount(dimensions, size: elementSize) != nil else {
      throw FoveaError("the extents \(dimensions) have more elements than can be counted")
    }
    return Shape(dimensions)
  }

  private mutating func content(
    of proto: Onnx_TensorProto, _ type: ElementType, count: Int
  ) throws(FoveaError) -> KnownTensor.Content {
    if let place = proto.externalData.first(where: { $0.key == SlimMessage.key })?.value {
      return .stored(try bulk(place, type, count), type)
    }
    if proto.dataLocation == .external {
      return .stored(try externalBytes(proto, size: count * type.stored.size), type)
    }
    if proto.hasRawData {
      try Self.require(proto.rawData.count, count * type.stored.size, "bytes")
      return .stored(proto.rawData, type)
    }
    let content = Self.listed(proto, type)
    let found: Int
    switch content {
    case .floats(let values): found = values.count
    case .integers(let values): found = values.count
    default: found = count
    }
    try Self.require(found, count, "elements")
    return content
  }

  private static func require(_ found: Int, _ wanted: Int, _ unit: String) throws(FoveaError) {
    guard found == wanted else {
      throw FoveaError("its extents ask for \(wanted) \(unit), the file holds \(found)")
    }
  }

  /// Elements that stand one by one in the message.
  private static func listed(_ proto: Onnx_TensorProto, _ type: ElementType) -> KnownTensor.Content
  {
    switch type.stored {
    case .float32: .floats(proto.floatData)
    case .float64: .floats(proto.doubleData.map { Float($0) })
    case .int64: .integers(proto.int64Data.map { Int($0) })
    case .uint32, .uint64: .integers(proto.uint64Data.map { Int(clamping: $0) })
    case .float16, .bfloat16:
      .floats(floats(ofBits: proto.int32Data.map { UInt16(truncatingIfNeeded: $0) }, type))
    default: .integers(proto.int32Data.map { Int($0) })
    }
  }

  private static func floats(ofBits bits: [UInt16], _ type: ElementType) -> [Float] {
    unsafe bits.map(\.littleEndian).withUnsafeBytes { unsafe type.stored.floats($0) }
  }

  /// The elements that `SlimMessage` left in the file.
  private func bulk(_ place: String, _ type: ElementType, _ count: Int) throws(FoveaError) -> Data {
    let numbers = place.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 3, numbers[1] >= 0, numbers[2] >= 0,
      numbers[1] <= file.count, numbers[2] <= file.count - numbers[1]
    else { throw FoveaError("the place '\(place)' is not in the file") }
    let expected = numbers[0] == 4 ? 1 : numbers[0] == 10 ? 11 : type.code
    guard expected == type.code else {
      throw FoveaError("its elements stand in the field of another type than \(type.name)")
    }
    try Self.require(numbers[2], count * type.stored.size, "bytes")
    let start = file.startIndex + numbers[1]
    return file[start..<start + numbers[2]]
  }

  // MARK: - External data

  private mutating func externalBytes(
    _ proto: Onnx_TensorProto, size: Int
  ) throws(FoveaError) -> Data {
    var entries: [String: String] = [:]
    for entry in proto.externalData { entries[entry.key] = entry.value }
    guard let location = entries["location"], !location.isEmpty else {
      throw FoveaError("its data is said to be in another file, which is not named")
    }
    let data = try externalFile(location)
    let offset = entries["offset"].flatMap { Int($0) } ?? 0
    let length = entries["length"].flatMap { Int($0) } ?? size
    try Self.require(length, size, "bytes")
    guard offset >= 0, offset <= data.count, length <= data.count - offset else {
      throw FoveaError(
        "bytes \(offset) + \(length) are outside of '\(location)', which has \(data.count)")
    }
    return data[data.startIndex + offset..<data.startIndex + offset + length]
  }

  /// Maps a file of external data, which must lie inside of the model's folder, links followed.
  private mutating func externalFile(_ location: String) throws(FoveaError) -> Data {
    if let data = external[location] { return data }
    guard let folder else {
      throw FoveaError("its data is in '\(location)', but the model was not read from a file")
    }
    let root = URL(fileURLWithPath: folder).standardizedFileURL.resolvingSymlinksInPath().path
    let path = URL(fileURLWithPath: root).appendingPathComponent(location)
      .standardizedFileURL.resolvingSymlinksInPath().path
    guard !location.hasPrefix("/"), path.hasPrefix(root == "/" ? root : root + "/") else {
      throw FoveaError("its data is said to be in '\(location)', outside of the model's folder")
    }
    let data = try readFile(path)
    external[location] = data
    return data
  }
}
