import TestSupport
import Foundation
import FoveaTensor
import Testing

@testable import FoveaCheckpoint

/// The pickle machine on short programs, written by hand.
@Suite struct PickleReaderTests {
  /// Each instruction's letter, its bytes and texts one after another.
  private func program(_ parts: String...) -> Data { Data(parts.joined().utf8) }

  private func read(_ program: Data) throws -> (PickleValue, PickleHeap) {
    var reader = PickleReader(program)
    let value = try reader.next()
    return (value, reader.heap)
  }

  @Test(arguments: [
    ("I42\n.", 42), ("I-7\n.", -7), ("L123456789012L\n.", 123_456_789_012), ("K\u{5}.", 5),
    ("M\u{1}\u{2}.", 513), ("J\u{1}\u{0}\u{1}\u{0}.", 65537),
  ])
  func integers(text: String, value: Int) throws {
    guard case .integer(let number) = try read(Data(text.utf8)).0 else {
      return #expect(Bool(false), "\(text) is no integer")
    }
    #expect(number == value)
  }

  @Test(
    arguments: [
      ([], 0), ([0xff], -1), ([0x00, 0x80], -32768), ([0xff, 0x00], 255),
      ([0, 0, 0, 0, 0, 0, 0, 0x80], Int.min),
    ] as [([UInt8], Int)])
  func longIntegers(bytes: [UInt8], value: Int) throws {
    let program = Data([0x8a, UInt8(bytes.count)] + bytes + [0x2e])
    guard case .integer(let number) = try read(program).0 else {
      return #expect(Bool(false), "\(bytes) is no integer")
    }
    #expect(number == value)
  }

  @Test func realNumbers() throws {
    let program = Data([0x47, 0xbf, 0xe0, 0, 0, 0, 0, 0, 0, 0x2e])
    guard case .real(let binary) = try read(program).0 else { return #expect(Bool(false)) }
    #expect(binary == -0.5)
    guard case .real(let text) = try read(Data("F2.5\n.".utf8)).0 else {
      return #expect(Bool(false))
    }
    #expect(text == 2.5)
  }

  /// A list that is kept, put into a dictionary and then made longer is the same list in both places.
  @Test func keptObjectsAreShared() throws {
    let (value, heap) = try read(program("(d", "Va\n", "]p0\n", "s", "Vb\n", "g0\nK\u{3}as", "."))
    guard case .dictionary(let entries) = heap.object(value) else {
      return #expect(Bool(false))
    }
    #expect(entries.count == 2)
    #expect(entries.allSatisfy { heap.integers($0.value) == [3] })
  }

  @Test func tuplesKeepTheirOrder() throws {
    let (value, heap) = try read(Data([0x4b, 1, 0x4b, 2, 0x4b, 3, 0x87, 0x2e]))
    #expect(heap.integers(value) == [1, 2, 3])
  }

  @Test(arguments: [
    ("", "is cut off"), ("K", "is cut off"), ("X\u{9}\u{0}\u{0}\u{0}ab", "9 bytes are wanted"),
    (".", "takes a value where there is none"), ("(.", "takes a value where there is none"),
    ("t.", "ends a group that it never began"), ("h\u{7}.", "uses a value 7 that it never kept"),
    ("Ia\n.", "has 'a' for a number"), ("\u{7}", "unknown instruction 0x7"),
    ("NK\u{1}a.", "adds an element to what is no list"), ("]K\u{1}K\u{2}s.", "no dictionary"),
    ("(dK\u{1}u.", "ends a group"), ("cos\nsystem\n.", "it asks to run 'os.system'"),
    ("(Vls\nios\nsystem\n.", "it asks to run 'os.system'"), ("NNb.", "sets the state of no object"),
    ("N)R.", "calls something that is no known name"), ("NQ.", "no storage"),
    ("ctorch\nTensor\n)R.", "calls a type that makes nothing"), ("(o.", "makes an object"),
    ("ctorch._utils\n_rebuild_tensor_v2\n)R.", "makes a tensor of the wrong parts"),
    ("cnumpy\ndtype\n(VO\ntR.", "an array of elements 'O'"),
    ("(Vmodule\nNNNNtQ.", "a whole model with its code"),
  ])
  func badProgramsAreRefused(text: String, reason: String) {
    let line = message { _ = try read(Data(text.utf8)) }
    #expect(line.contains(reason), "\(line)")
  }

  @Test func newerProtocolsAreRefused() {
    let line = message { _ = try read(Data([0x80, 6, 0x4e, 0x2e])) }
    #expect(line.contains("has protocol 6"))
  }

  /// Tuples within tuples, a million deep: neither reading, nor looking for tensors, nor freeing may recurse.
  @Test func depthIsBounded() throws {
    let deep = Data([0x29] + [UInt8](repeating: 0x85, count: 1_000_000) + [0x2e])
    let (root, heap) = try read(deep)
    var pickled = PickledTensors(root: root, heap: heap, storages: StorageBytes())
    let line = message { _ = try pickled.tensors(fileSize: deep.count) }
    #expect(line.contains("nested more than 32 deep"))
  }

  /// A list of itself, and twenty-eight lists that each hold the next one ten times, have no end in practice.
  @Test func endlessNestingIsRefused() throws {
    let itself = Data("]p0\ng0\na.".utf8)
    var wide = "]p0\n"
    for level in 1...28 {
      wide += "]p\(level)\n" + (0..<10).map { _ in "g\(level - 1)\na" }.joined()
    }
    for program in [itself, Data((wide + ".").utf8)] {
      let (root, heap) = try read(program)
      var pickled = PickledTensors(root: root, heap: heap, storages: StorageBytes())
      let line = message { _ = try pickled.tensors(fileSize: program.count) }
      #expect(line.contains("without an end"))
    }
  }

  @Test func valuesAreCounted() {
    let many = Data([UInt8](repeating: 0x4e, count: 9_000_000))
    #expect(message { _ = try read(many) }.contains("more than 8388608 values"))
  }
}
