public import Foundation

/// Writes a whole file or nothing: the bytes go beside it first and are renamed when complete.
///
/// - Throws: `FoveaError` that names the path and the system's reason (no such folder, no permission, no space left).
public func writeAtomically(_ bytes: Data, to path: String) throws(FoveaError) {
  try writeAtomically(to: path) { temporary throws(FoveaError) in
    guard let file = unsafe fopen(temporary, "wb") else { throw FoveaError(systemReason()) }
    var written = 0
    var failure: String?
    unsafe bytes.withUnsafeBytes { buffer in
      written = unsafe fwrite(buffer.baseAddress, 1, buffer.count, file)
    }
    if written != bytes.count { failure = systemReason() }
    if unsafe fclose(file) != 0, failure == nil { failure = systemReason() }
    if let failure { throw FoveaError(failure) }
  }
}

/// Lets `write` fill a temporary path beside `path`, then renames it; removes it where `write` throws.
///
/// - Throws: `FoveaError` that names `path` and the reason.
public func writeAtomically(
  to path: String, _ write: (_ temporary: String) throws(FoveaError) -> Void
) throws(FoveaError) {
  let temporary = "\(path).\(getpid()).part"
  do throws(FoveaError) {
    try write(temporary)
    guard unsafe rename(temporary, path) == 0 else { throw FoveaError(systemReason()) }
  } catch {
    _ = unsafe remove(temporary)
    throw FoveaError("cannot write '\(path)': \(error.message)")
  }
}

/// The bytes of a file.
///
/// - Throws: `FoveaError` that names the path and the reason.
public func readFile(_ path: String) throws(FoveaError) -> Data {
  var isFolder: ObjCBool = false
  guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    throw FoveaError("cannot read '\(path)': there is no such file")
  }
  guard !isFolder.boolValue else { throw FoveaError("cannot read '\(path)': it is a folder") }
  do {
    return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
  } catch {
    throw FoveaError("cannot read '\(path)': \(systemReason())")
  }
}

private func systemReason() -> String { unsafe String(cString: strerror(errno)) }
