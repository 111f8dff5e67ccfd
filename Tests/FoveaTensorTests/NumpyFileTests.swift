import TestSupport
import Foundation
import Testing

@testable import FoveaTensor

@Suite struct NumpyFileTests {
  private let cube = Tensor(shape: [2, 3, 4], scalars: (0..<24).map { Float($0) })

  @Test(arguments: ["fortran.npy", "big-endian.npy", "version2.npy"])
  func readsWhatNumPyWrote(name: String) throws {
    #expect(try NumpyFile.read(fixture(name)) == cube)
  }

  @Test func readsScalarsAndBooleans() throws {
    #expect(try NumpyFile.read(fixture("scalar.npy")) == Tensor(7))
    #expect(try NumpyFile.read(fixture("vector.npy")) == Tensor([1, 0, 1]))
  }

  @Test func readsArchives() throws {
    let stored = try NumpyFile.readArchive(fixture("stored.npz"))
    #expect(stored.map(\.name) == ["a", "b"])
    #expect(stored[0].tensor == cube)
    #expect(stored[1].tensor.scalars == [0, 1, -2.5, 1024, 0.0625, 3])
    let packed = try NumpyFile.readArchive(fixture("packed.npz"))
    #expect(packed[0].tensor.shape == [16, 3, 4])
    #expect(packed[0].tensor[14..<16] == cube)
    #expect(packed[1].tensor.scalars == [0, -1, -2, -100, -3, -4])
  }

  @Test func pickledObjectsAreRefused() {
    let line = message { _ = try NumpyFile.read(fixture("objects.npy")) }
    #expect(line.contains("its element type is '|O'; readable are b1, f2"))
  }

  @Test(arguments: [[], [0], [1], [5], [2, 3, 4], [3, 0, 2]] as [[Int]])
  func comesBackFromDiskUnchanged(dimensions: [Int]) throws {
    try withTemporaryFolder { folder in
      let shape = Shape(dimensions)
      let tensor = Tensor(shape: shape, scalars: (0..<shape.count).map { Float($0) - 0.1 })
      try NumpyFile.write(tensor, to: folder + "/x.npy")
      #expect(try NumpyFile.read(folder + "/x.npy") == tensor)
      #expect((NumpyFile.encoded(tensor).count - 4 * shape.count) % 64 == 0)
    }
  }

  @Test func everyCutIsAnError() {
    let bytes = NumpyFile.encoded(cube)
    for end in 0..<bytes.count {
      #expect(throws: FoveaError.self, "cut at \(end)") {
        try NumpyFile.decoded(bytes.prefix(end))
      }
    }
    #expect(message { _ = try NumpyFile.decoded(bytes + [0]) }.contains("97 follow the header"))
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2500000000,)}", "takes 10000000000 bytes"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)}", "is impossible"
    ),
    ("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,)}", "neither True nor False"),
    ("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}", "records"),
    ("{'descr': '<f4', 'shape': (1,)}", "needs 'descr'"), ("{'descr': '", "without end"),
    ("{'x': 1}", "unknown key 'x'"), ("", "no '{'"),
  ])
  func lyingHeadersAreRefused(header: String, reason: String) throws {
    try withTemporaryFolder { folder in
      var bytes = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(header.utf8.count), 0])
      bytes.append(contentsOf: header.utf8)
      bytes.append(Data(count: 4))
      try writeAtomically(bytes, to: folder + "/bad.npy")
      let line = message { _ = try NumpyFile.read(folder + "/bad.npy") }
      #expect(line.hasPrefix("cannot read '\(folder)/bad.npy' as npy: "))
      #expect(line.contains(reason), "\(line)")
    }
  }

  @Test func otherFilesAreRefused() {
    #expect(message { _ = try NumpyFile.read(fixture("stored.npz")) }.contains("NUMPY"))
    #expect(message { _ = try NumpyFile.readArchive(fixture("scalar.npy")) }.contains("no zip"))
    let future = Data([0x93]) + Data("NUMPY".utf8) + Data([9, 0, 0, 0, 0, 0])
    #expect(message { _ = try NumpyFile.decoded(future) }.contains("version is 9"))
  }
}
