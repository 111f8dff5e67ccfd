public import Foundation

/// Named tensors and text notes in the safetensors format (Hugging Face 2022).
///
/// The file is 8 bytes of header length (little-endian), a JSON header that gives each tensor's element type, shape and
/// place, and the elements without gaps. It is data only: reading it runs nothing. The tensors keep their order, and the
/// same contents always give the same bytes.
public struct SafetensorsFile: Hashable, Sendable {
  /// One tensor and its name.
  public struct Entry: Hashable, Sendable {
    /// The name, unique in the file.
    public let name: String
    /// The elements.
    public let tensor: Tensor
  }

  /// The tensors, in the order in which the header lists them.
  public private(set) var entries: [Entry] = []

  /// Free text by key, such as a network's description.
  public var metadata: [String: String]

  private var positions: [String: Int] = [:]

  /// Creates a file's contents from tensors in order.
  ///
  /// - Precondition: no name is used twice, and none is `__metadata__`.
  public init(_ tensors: [(name: String, tensor: Tensor)] = [], metadata: [String: String] = [:]) {
    self.metadata = metadata
    for (name, tensor) in tensors {
      precondition(positions[name] == nil, "the name '\(name)' is used twice")
      self[name] = tensor
    }
  }

  /// The names, in order.
  public var names: [String] { entries.map(\.name) }

  /// The tensor called `name`; a new name is added at the end, `nil` removes one.
  ///
  /// - Precondition: the name is not `__metadata__`, which the format keeps for itself.
  public subscript(name: String) -> Tensor? {
    get { positions[name].map { entries[$0].tensor } }
    set {
      precondition(name != SafetensorsHeader.metadataKey, "'\(name)' is no name for a tensor")
      switch (positions[name], newValue) {
      case (let position?, let tensor?): entries[position] = Entry(name: name, tensor: tensor)
      case (nil, let tensor?):
        positions[name] = entries.count
        entries.append(Entry(name: name, tensor: tensor))
      case (let position?, nil):
        entries.remove(at: position)
        positions = [:]
        for (index, entry) in entries.enumerated() { positions[entry.name] = index }
      case (nil, nil): break
      }
    }
  }

  /// The tensor called `name`.
  ///
  /// - Throws: `FoveaError` that lists the nearest names where there is none.
  public func tensor(_ name: String) throws(FoveaError) -> Tensor {
    guard let tensor = self[name] else { throw .unknown("tensor", name, known: names) }
    return tensor
  }
}

extension SafetensorsFile {
  /// Reads a file; every element type except the 8-bit floats becomes `Float`.
  ///
  /// - Throws: `FoveaError` with the path and the reason: no safetensors file, cut off, or a header that lies.
  public static func read(_ path: String) throws(FoveaError) -> SafetensorsFile {
    let bytes = try readFile(path)
    do throws(FoveaError) {
      return try SafetensorsFile(bytes: bytes)
    } catch {
      throw FoveaError("cannot read '\(path)' as safetensors: \(error.message)")
    }
  }

  /// Reads the contents of a file that is already in memory.
  ///
  /// - Throws: `FoveaError` with the reason.
  public init(bytes: Data) throws(FoveaError) {
    let header = try SafetensorsHeader(bytes)
    var tensors: [(name: String, tensor: Tensor)] = []
    tensors.reserveCapacity(header.entries.count)
    for entry in header.entries {
      let scalars = unsafe bytes.withUnsafeBytes { buffer in
        let start = header.dataStart + entry.start
        return unsafe entry.format.floats(
          UnsafeRawBufferPointer(rebasing: buffer[start..<start + entry.byteCount]))
      }
      tensors.append((entry.name, Tensor(shape: Shape(entry.dimensions), scalars: scalars)))
    }
    self.init(tensors, metadata: header.metadata)
  }

  /// Writes the file, whole or not at all, with 32-bit float elements.
  ///
  /// - Throws: `FoveaError` with the path and the system's reason.
  public func write(to path: String) throws(FoveaError) {
    try writeAtomically(encoded(), to: path)
  }

  /// The bytes of the file.
  public func encoded() -> Data {
    let header = SafetensorsHeader.encoded(entries, metadata: metadata)
    let size = entries.reduce(header.count) { $0 + 4 * $1.tensor.shape.count }
    var bytes = Data(capacity: size)
    bytes.append(header)
    for entry in entries {
      unsafe entry.tensor.scalars.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
    return bytes
  }
}
