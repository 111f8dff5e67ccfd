public import Foundation
public import FoveaTensor

/// Named tensors from a file of weights, whichever program wrote it.
///
/// Read are PyTorch's `.pth` and `.pt` state dicts (zip archives and the older stream form), pickles of NumPy arrays,
/// safetensors, `.npz` and `.npy`; the contents say which, not the name. Pickles are read as data: nothing in a file is ever
/// executed. Nested dictionaries, lists and tuples give names joined by points. All numbers become `Float`.
public struct Checkpoint: Sendable {
  /// One tensor and its name.
  public struct Entry: Hashable, Sendable {
    /// The name, unique in the file.
    public let name: String
    /// The elements.
    public let tensor: Tensor
  }

  /// The forms that are known.
  public enum Format: String, CaseIterable, Sendable {
    /// The zip archive of PyTorch 1.6 and later.
    case torchArchive = "PyTorch"
    /// The form before it.
    case torchStream = "PyTorch (older form)"
    /// A pickle of NumPy arrays.
    case numpyPickle = "pickle of NumPy arrays"
    /// Hugging Face's safetensors.
    case safetensors = "safetensors"
    /// One or several arrays in NumPy's own form.
    case numpy = "NumPy"
    /// Several files that an index lists.
    case shards = "sharded"
  }

  /// The file's form.
  public let format: Format
  /// The tensors, in the file's order.
  public let entries: [Entry]

  private let positions: [String: Int]

  /// Creates a checkpoint of tensors.
  ///
  /// - Throws: `FoveaError` where a name is used twice.
  public init(_ entries: [Entry], format: Format) throws(FoveaError) {
    var positions: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      guard positions.updateValue(index, forKey: entry.name) == nil else {
        throw FoveaError("two of its tensors are called '\(entry.name)'")
      }
    }
    self.entries = entries
    self.format = format
    self.positions = positions
  }

  /// The names, in order.
  public var names: [String] { entries.map(\.name) }

  /// The tensor called `name`, if there is one.
  public subscript(name: String) -> Tensor? { positions[name].map { entries[$0].tensor } }
}

extension Checkpoint {
  /// Reads a file.
  ///
  /// - Throws: `FoveaError` with the path and the reason, in one line.
  public static func read(_ path: String) throws(FoveaError) -> Checkpoint {
    if path.hasSuffix(".index.json") { return try readShards(path) }
    let bytes = try readFile(path)
    do throws(FoveaError) {
      return try Checkpoint(bytes: bytes)
    } catch {
      throw FoveaError("cannot read weights from '\(path)': \(error.message)")
    }
  }

  /// Reads the contents of a file that is already in memory.
  ///
  /// - Throws: `FoveaError` with the reason.
  public init(bytes: Data) throws(FoveaError) {
    if bytes.starts(with: Array("PK".utf8)) {
      self = try Self.archive(bytes)
    } else if bytes.first == 0x80 {
      self = try Self.pickle(bytes)
    } else if bytes.starts(with: [0x93] + Array("NUMPY".utf8)) {
      let tensor = try NumpyFile.decoded(bytes)
      self = try Checkpoint([Entry(name: "array", tensor: tensor)], format: .numpy)
    } else if bytes.count > 8, bytes[bytes.startIndex + 8] == UInt8(ascii: "{") {
      let entries = try SafetensorsFile(bytes: bytes).entries.map {
        Entry(name: $0.name, tensor: $0.tensor)
      }
      self = try Checkpoint(entries, format: .safetensors)
    } else {
      throw FoveaError(Self.unknown(bytes))
    }
  }

  private static func archive(_ bytes: Data) throws(FoveaError) -> Checkpoint {
    let archive = try ZipArchive(bytes)
    if let pickle = TorchArchive.pickleName(in: archive) {
      var pickled = try TorchArchive.read(archive, pickle: pickle)
      return try Checkpoint(pickled.tensors(fileSize: bytes.count), format: .torchArchive)
    }
    guard archive.names.contains(where: { $0.hasSuffix(".npy") }) else {
      throw FoveaError("it is a zip archive with neither a 'data.pkl' nor '.npy' members")
    }
    let entries = try NumpyFile.decodedArchive(bytes).map {
      Entry(name: $0.name, tensor: $0.tensor)
    }
    return try Checkpoint(entries, format: .numpy)
  }

  private static func pickle(_ bytes: Data) throws(FoveaError) -> Checkpoint {
    var reader = PickleReader(bytes)
    let first = try reader.next()
    if TorchStream.begins(with: first) {
      var pickled = try TorchStream.read(&reader)
      return try Checkpoint(pickled.tensors(fileSize: bytes.count), format: .torchStream)
    }
    var pickled = PickledTensors(root: first, heap: reader.heap, storages: StorageBytes())
    return try Checkpoint(pickled.tensors(fileSize: bytes.count), format: .numpyPickle)
  }

  /// What is wrong with a file of no known form.
  private static func unknown(_ bytes: Data) -> String {
    let known = "PyTorch state dicts, pickles of NumPy arrays, safetensors, npz and npy are"
    if bytes.isEmpty { return "it is empty" }
    if bytes.starts(with: [0x89] + Array("HDF".utf8)) { return "HDF5 is not read; \(known)" }
    if bytes.count > 262, bytes.dropFirst(257).starts(with: Array("ustar".utf8)) {
      return "it is a tar archive, PyTorch's form before 0.2; \(known)"
    }
    return "its form is not known; \(known)"
  }
}
