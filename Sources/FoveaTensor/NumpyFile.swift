public import Foundation

/// Arrays in NumPy's own formats: `.npy` (one array) and `.npz` (a zip archive of them).
///
/// Read are format versions 1 to 3 with 16-, 32- and 64-bit floats, integers and booleans of either byte order, in C or
/// Fortran order, as `Float`. Pickled objects are refused: nothing in a file is ever executed. Written is version 1 with
/// 32-bit floats.
public enum NumpyFile {
  /// Reads the array of an `.npy` file.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  public static func read(_ path: String) throws(FoveaError) -> Tensor {
    let bytes = try readFile(path)
    do throws(FoveaError) {
      return try decoded(bytes)
    } catch {
      throw FoveaError("cannot read '\(path)' as npy: \(error.message)")
    }
  }

  /// Reads the arrays of an `.npz` file, in its order, named as in `numpy.load`.
  ///
  /// - Throws: `FoveaError` with the path and the reason.
  public static func readArchive(
    _ path: String
  ) throws(FoveaError) -> [(name: String, tensor: Tensor)] {
    let bytes = try readFile(path)
    do throws(FoveaError) {
      return try decodedArchive(bytes)
    } catch {
      throw FoveaError("cannot read '\(path)' as npz: \(error.message)")
    }
  }

  /// The arrays in the bytes of an `.npz` file, in its order.
  ///
  /// - Throws: `FoveaError` with the reason.
  public static func decodedArchive(
    _ bytes: Data
  ) throws(FoveaError) -> [(name: String, tensor: Tensor)] {
    let archive = try ZipArchive(bytes)
    var arrays: [(name: String, tensor: Tensor)] = []
    for member in archive.names where member.hasSuffix(".npy") {
      let contents = try archive.contents(member)
      do throws(FoveaError) {
        arrays.append((String(member.dropLast(4)), try decoded(contents)))
      } catch {
        throw FoveaError("its member '\(member)': \(error.message)")
      }
    }
    return arrays
  }

  /// Writes a tensor as an `.npy` file, whole or not at all.
  ///
  /// - Throws: `FoveaError` with the path and the system's reason.
  public static func write(_ tensor: Tensor, to path: String) throws(FoveaError) {
    try writeAtomically(encoded(tensor), to: path)
  }

  /// The bytes of an `.npy` file.
  public static func encoded(_ tensor: Tensor) -> Data {
    let extents = tensor.shape.dimensions.map(String.init).joined(separator: ", ")
    let shape = tensor.shape.rank == 1 ? "\(extents)," : extents
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(shape)), }"
    let unpadded = magic.count + 4 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = UInt16(header.utf8.count)
    var bytes = Data(magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)])
    bytes.append(contentsOf: header.utf8)
    unsafe tensor.scalars.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    return bytes
  }

  /// The array in the bytes of an `.npy` file.
  ///
  /// - Throws: `FoveaError` with the reason.
  public static func decoded(_ bytes: Data) throws(FoveaError) -> Tensor {
    let header = try NumpyHeader(bytes, magic: magic)
    guard let size = storedByteCount(header.dimensions, size: header.format.size) else {
      throw FoveaError("its shape \(header.dimensions) is impossible")
    }
    guard size == bytes.count - header.dataStart else {
      throw FoveaError(
        "its shape \(header.dimensions) takes \(size) bytes, and \(bytes.count - header.dataStart) "
          + "follow the header")
    }
    let scalars = unsafe bytes.withUnsafeBytes { buffer in
      unsafe header.format.floats(
        UnsafeRawBufferPointer(rebasing: buffer[header.dataStart...]), bigEndian: header.isBigEndian
      )
    }
    let shape = Shape(header.dimensions)
    return Tensor(
      shape: shape, scalars: header.isFortranOrder ? rowMajor(scalars, shape) : scalars)
  }

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Column-major elements in row-major order.
  private static func rowMajor(_ scalars: [Float], _ shape: Shape) -> [Float] {
    guard shape.rank > 1, !scalars.isEmpty else { return scalars }
    var strides = [Int](repeating: 1, count: shape.rank)
    for axis in 1..<shape.rank { strides[axis] = strides[axis - 1] * shape[axis - 1] }
    var position = [Int](repeating: 0, count: shape.rank)
    var source = 0
    var result = [Float](repeating: 0, count: scalars.count)
    for index in result.indices {
      result[index] = scalars[source]
      var axis = shape.rank - 1
      while axis >= 0 {
        position[axis] += 1
        source += strides[axis]
        if position[axis] < shape.dimensions[axis] { break }
        source -= strides[axis] * position[axis]
        position[axis] = 0
        axis -= 1
      }
    }
    return result
  }
}
