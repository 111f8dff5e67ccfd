import Fovea
import Foundation

/// The two streams of the command: results, and what is told to a person.
enum Console {
  /// Whether a person sees the standard error as it is written.
  static let isTerminal = isatty(STDERR_FILENO) == 1

  /// Writes a result and a line end to the standard output.
  ///
  /// - Throws: `FoveaError` where it takes no more, such as on a full disk.
  static func result(_ text: String) throws(FoveaError) {
    guard write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) else {
      throw FoveaError(
        "cannot write to the standard output: \(unsafe String(cString: strerror(errno)))")
    }
  }

  /// Writes a line to the standard error; nothing can be done where that fails.
  static func note(_ text: String) { draw(text + "\n") }

  /// Writes text to the standard error as it is.
  static func draw(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  /// The number of columns of the terminal; 80 where it tells none.
  static var columns: Int {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// Straight to the system: nothing stays in a buffer when the process ends.
  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = unsafe bytes[...]
      while unsafe !rest.isEmpty {
        let part = unsafe UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest))
        let count = unsafe Foundation.write(descriptor, part.baseAddress, part.count)
        if count < 0 {
          guard errno == EINTR else { return false }
          continue
        }
        unsafe rest = rest.dropFirst(count)
      }
      return true
    }
  }
}
