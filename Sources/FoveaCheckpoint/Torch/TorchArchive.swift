import Foundation
import FoveaTensor

/// The form of `torch.save` since PyTorch 1.6: a zip archive with `NAME/data.pkl` and one member for each storage.
enum TorchArchive {
  /// The pickle's member, where an archive has one.
  static func pickleName(in archive: ZipArchive) -> String? {
    archive.names.first { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }
  }

  /// Reads what the pickle describes.
  ///
  /// - Throws: `FoveaError` with the reason.
  static func read(_ archive: ZipArchive, pickle name: String) throws(FoveaError) -> PickledTensors
  {
    let folder = name.dropLast("data.pkl".count)
    guard !archive.names.contains("\(folder)constants.pkl") else {
      throw FoveaError(
        "it is a TorchScript program; only tensors are read (save the model's state_dict)")
    }
    let order = "\(folder)byteorder"
    if archive.names.contains(order), try archive.contents(order).starts(with: Array("big".utf8)) {
      throw FoveaError("its numbers are big-endian; only little-endian ones are read")
    }
    var reader = PickleReader(try archive.contents(name))
    let root = try reader.next()
    return PickledTensors(
      root: root, heap: reader.heap, storages: StorageBytes(archive, prefix: "\(folder)data/"))
  }
}
