import Foundation

/// What a running notebook says on its standard output between the lines it prints.
///
/// A mark stands between the bytes 0x1E and 0x1F, which no text file holds: `cell N`, `figure N/K.png NAME`, `end`.
enum CellMark: Equatable {
  /// The cell of this index begins.
  case cell(Int)
  /// The cell before has written a figure; `copy` lies in the figures folder.
  case figure(copy: String, name: String)
  /// The program has come to its end.
  case end

  init?(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 2).map(String.init)
    switch (words.first, words.count) {
    case ("cell", 2): self = .cell(Int(words[1]) ?? 0)
    case ("figure", 3): self = .figure(copy: words[1], name: words[2])
    case ("end", 1): self = .end
    default: return nil
    }
  }

  /// Swift code that goes into the notebook's program beside its cells; prints the marks and keeps the figures.
  ///
  /// The thread ends the program when the one that started it is gone and nobody will read what it prints.
  static let program = #"""
    import Foundation

    private var foveaSeen: [String: String] = [:]
    private var foveaCell = -1

    func foveaNotebookCell(_ index: Int) {
      if foveaCell < 0 {
        Thread.detachNewThread {
          while !FileHandle.standardInput.availableData.isEmpty {}
          _exit(75)
        }
      }
      foveaNotebookFigures()
      foveaCell = index
      foveaNotebookMark("cell \(index)")
    }

    func foveaNotebookEnd() {
      foveaNotebookFigures()
      foveaNotebookMark("end")
    }

    private func foveaNotebookMark(_ text: String) {
      print("\u{1E}\(text)\u{1F}", terminator: "")
      fflush(stdout)
    }

    private func foveaNotebookFigures() {
      let files = FileManager.default
      guard let folder = ProcessInfo.processInfo.environment["FOVEA_NOTEBOOK_FIGURES"],
        let all = files.enumerator(atPath: ".")
      else { return }
      var new: [(date: Date, name: String)] = []
      for case let name as String in all where name.hasSuffix(".png") || name.hasSuffix(".svg") {
        guard let facts = try? files.attributesOfItem(atPath: name) else { continue }
        let date = facts[.modificationDate] as? Date ?? .distantPast
        let state = "\(facts[.systemFileNumber] ?? 0) \(facts[.size] ?? 0) \(date.timeIntervalSince1970)"
        guard foveaSeen.updateValue(state, forKey: name) != state, foveaCell >= 0 else { continue }
        new.append((date, name))
      }
      let place = "\(folder)/\(foveaCell)"
      for (order, figure) in new.sorted(by: { ($0.date, $0.name) < ($1.date, $1.name) }).enumerated() {
        let copy = "\(foveaCell)/\(order).\(figure.name.suffix(3))"
        try? files.createDirectory(atPath: place, withIntermediateDirectories: true)
        guard (try? files.copyItem(atPath: figure.name, toPath: "\(folder)/\(copy)")) != nil else { continue }
        foveaNotebookMark("figure \(copy) \(figure.name)")
      }
    }
    """#
}

/// Takes a notebook's output apart as it arrives.
struct MarkedOutput {
  private(set) var printed: [Int: Data] = [:]
  private(set) var figures: [Int: [(copy: String, name: String)]] = [:]
  private(set) var cell: Int?
  private(set) var ended = false
  private var mark: Data?

  /// Reads the next bytes; `show` gets what a reader should see of them.
  mutating func read(_ bytes: Data, show: (MarkedOutput.Piece) -> Void) {
    var text = Data()
    func flush(_ output: inout MarkedOutput) {
      guard !text.isEmpty else { return }
      output.printed[output.cell ?? 0, default: Data()].append(text)
      show(.bytes(text))
      text = Data()
    }
    for byte in bytes {
      switch (byte, mark) {
      case (0x1E, _):
        flush(&self)
        mark = Data()
      case (0x1F, .some(let open)):
        take(CellMark(String(decoding: open, as: UTF8.self)), show: show)
        mark = nil
      case (_, .some):
        mark?.append(byte)
      default:
        text.append(byte)
      }
    }
    flush(&self)
  }

  /// What a reader sees while a notebook runs.
  enum Piece {
    case cell(Int)
    case bytes(Data)
  }

  private mutating func take(_ mark: CellMark?, show: (Piece) -> Void) {
    switch mark {
    case .cell(let index):
      cell = index
      show(.cell(index))
    case .figure(let copy, let name): figures[cell ?? 0, default: []].append((copy, name))
    case .end: ended = true
    case nil: break
    }
  }
}
