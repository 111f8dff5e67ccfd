import TestSupport
import Foundation
import FoveaTensor
import Testing

@testable import FoveaCheckpoint

/// Files of weights in all forms, as PyTorch and NumPy wrote them.
@Suite struct CheckpointTests {
  static let files = [
    "state", "state-protocol4", "types", "views", "nested", "single",
  ].flatMap { ["\($0)-zip.pth", "\($0)-stream.pth"] }

  @Test(arguments: files)
  func readsWhatPyTorchWrote(file: String) throws {
    let checkpoint = try Checkpoint.read(Fixture.path(file))
    #expect(checkpoint.format == (file.contains("zip") ? .torchArchive : .torchStream))
    try check(checkpoint, Fixture.expected(file))
  }

  @Test(arguments: ["arrays-protocol2.ckpt", "arrays-protocol3.ckpt", "arrays-protocol5.ckpt"])
  func readsArraysThatNumPyPickled(file: String) throws {
    let checkpoint = try Checkpoint.read(Fixture.path(file))
    #expect(checkpoint.format == .numpyPickle)
    try check(checkpoint, Fixture.expected(file))
  }

  private func check(_ checkpoint: Checkpoint, _ expected: [String: Tensor]) throws {
    #expect(Set(checkpoint.names) == Set(expected.keys))
    for (name, tensor) in expected { #expect(checkpoint[name] == tensor, "\(name)") }
  }

  @Test func namesKeepTheFilesOrder() throws {
    let checkpoint = try Checkpoint.read(Fixture.path("state-stream.pth"))
    #expect(checkpoint.names.prefix(3) == ["0.weight", "0.bias", "1.weight"])
    #expect(checkpoint.names.last == "1.num_batches_tracked")
    #expect(checkpoint["1.num_batches_tracked"]?.shape == .scalar)
  }

  @Test func readsSafetensorsAndArrays() throws {
    try withTemporaryFolder { folder in
      let tensor = Tensor(shape: [2, 2], scalars: [1, 2, 3, 4])
      try SafetensorsFile([("a.weight", tensor)]).write(to: folder + "/m.bin")
      let checkpoint = try Checkpoint.read(folder + "/m.bin")
      #expect(checkpoint.format == .safetensors && checkpoint["a.weight"] == tensor)
      try NumpyFile.write(tensor, to: folder + "/x.npy")
      #expect(try Checkpoint.read(folder + "/x.npy")["array"] == tensor)
    }
  }

  @Test func readsTheFilesOfAnIndex() throws {
    try withTemporaryFolder { folder in
      let (a, b) = (Tensor([1, 2]), Tensor([3]))
      try SafetensorsFile([("a", a), ("left over", b)]).write(to: folder + "/1.safetensors")
      try SafetensorsFile([("b", b)]).write(to: folder + "/2.safetensors")
      func index(_ map: String) throws -> Checkpoint {
        let path = folder + "/model.index.json"
        try writeAtomically(Data("{\"weight_map\": {\(map)}}".utf8), to: path)
        return try Checkpoint.read(path)
      }
      let both = try index(#""b": "2.safetensors", "a": "1.safetensors""#)
      #expect(both.names == ["a", "b"] && both["a"] == a && both["b"] == b)
      #expect(both.format == .shards)
      let lacking = message { _ = try index(#""b": "1.safetensors""#) }
      #expect(lacking.contains("its files lack b"))
      let outside = message { _ = try index(#""b": "../2.safetensors""#) }
      #expect(outside.contains("'../2.safetensors', which is no file beside it"))
      try writeAtomically(Data("[1]".utf8), to: folder + "/x.index.json")
      let other = message { _ = try Checkpoint.read(folder + "/x.index.json") }
      #expect(other.contains("no index"))
    }
  }

  @Test(arguments: [
    ("evil-zip.pth", "it asks to run 'posix.system', and no code is run"),
    ("evil-stream.pth", "it asks to run 'posix.system', and no code is run"),
    ("evil-protocol0.ckpt", "it asks to run '__builtin__.print', and no code is run"),
    ("module-zip.pth", "it asks to run 'torch.nn.modules.linear.Linear'"),
    ("script.pt", "it is a TorchScript program"),
    ("complex.pth", "it holds a ComplexFloatStorage"),
  ])
  func refusesByName(file: String, reason: String) {
    let line = message { _ = try Checkpoint.read(Fixture.path(file)) }
    #expect(line.hasPrefix("cannot read weights from '\(Fixture.path(file))': "))
    #expect(line.contains(reason), "\(line)")
    #expect(!line.contains("\n"))
  }

  @Test(arguments: [
    ("", "it is empty"), ("hello", "its form is not known"), ("PK", "no zip archive"),
    ("\u{89}HDF", "its form is not known"), ("{\"a\": 1}", "its form is not known"),
  ])
  func otherFilesAreRefused(text: String, reason: String) {
    let line = message { _ = try Checkpoint(bytes: Data(text.utf8)) }
    #expect(line.contains(reason), "\(line)")
  }

  @Test func formsOfOthersAreNamed() {
    let hdf = message { _ = try Checkpoint(bytes: Data([0x89, 0x48, 0x44, 0x46, 0x0d])) }
    #expect(hdf.contains("HDF5 is not read"))
    var tar = Data(count: 512)
    tar.replaceSubrange(257..<262, with: Array("ustar".utf8))
    #expect(message { _ = try Checkpoint(bytes: tar) }.contains("PyTorch's form before 0.2"))
  }

  @Test(arguments: files + ["arrays-protocol3.ckpt", "arrays-protocol5.ckpt"])
  func everyCutIsOneLine(file: String) throws {
    let bytes = try Fixture.bytes(file)
    for end in 0..<bytes.count {
      let line = message { _ = try Checkpoint(bytes: bytes.prefix(end)) }
      #expect(!line.isEmpty && !line.contains("\n"), "cut at \(end) of \(bytes.count): '\(line)'")
    }
  }

  @Test func twoTensorsOfOneNameAreRefused() {
    let entry = Checkpoint.Entry(name: "a", tensor: Tensor(1))
    let line = message { _ = try Checkpoint([entry, entry], format: .numpy) }
    #expect(line == "two of its tensors are called 'a'")
  }
}
