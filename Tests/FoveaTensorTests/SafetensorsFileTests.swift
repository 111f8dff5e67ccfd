import TestSupport
import Foundation
import Testing

@testable import FoveaTensor

@Suite struct SafetensorsFileTests {
  private let values: [Float] = [0, 1, -2.5, 1024, 0.0625, 3]
  private let sample = SafetensorsFile(
    [
      ("b", Tensor(shape: [2, 2], scalars: [1, -2, .infinity, 0.1])), ("a", Tensor(7)),
      ("none", .zeros([3, 0])), ("quote \" \\ \n ü 👁", Tensor([5])),
    ], metadata: ["net": "{\"x\":1}\n", "": "\u{1}"])

  @Test func readsWhatThePythonLibraryWrote() throws {
    let file = try SafetensorsFile.read(fixture("mixed.safetensors"))
    #expect(file.metadata == ["made by": "safetensors \"0\"\n", "ü": "👁"])
    for name in ["f16", "bf16", "f32", "f64"] {
      #expect(file[name] == Tensor(shape: [2, 3], scalars: values), "\(name)")
    }
    for name in ["i8", "i32", "i64"] {
      #expect(file[name]?.scalars == [0, -1, -2, -100, -3, -4], "\(name)")
    }
    #expect(file["u8"]?.scalars == [0, 1, 2, 100, 3, 4])
    #expect(file["bool"]?.scalars == [0, 1, 1, 1, 1, 1])
    #expect(file["scalar"] == Tensor(7))
    #expect(file["empty"] == .zeros([0, 3]))
    #expect(file["quote \" and ü 👁"]?.scalars == [0, 1, -2.5])
    let special = try file.tensor("f16.special").scalars
    #expect(special[0] == .infinity && special[1] == -.infinity && special[2].isNaN)
    #expect(special[3] == 65504 && special[4] == 0x1p-24 && special[5].sign == .minus)
  }

  @Test func comesBackFromDiskUnchangedAndInOrder() throws {
    try withTemporaryFolder { folder in
      try sample.write(to: folder + "/x.safetensors")
      let back = try SafetensorsFile.read(folder + "/x.safetensors")
      #expect(back == sample)
      #expect(back.names == ["b", "a", "none", "quote \" \\ \n ü 👁"])
      #expect(back.encoded() == sample.encoded())
    }
  }

  @Test func dataIsAligned() {
    for length in 1...9 {
      let file = SafetensorsFile([(String(repeating: "n", count: length), Tensor(1))])
      #expect(file.encoded().count % 8 == 4)
    }
  }

  @Test func tensorsAreReplacedAndRemovedByName() {
    var file = sample
    file["a"] = Tensor(8)
    file["b"] = nil
    file["c"] = Tensor(9)
    #expect(file.names == ["a", "none", "quote \" \\ \n ü 👁", "c"])
    #expect(file["a"] == Tensor(8) && file["c"] == Tensor(9) && file["b"] == nil)
    #expect(message { _ = try file.tensor("nine") }.hasPrefix("there is no tensor 'nine'; the nea"))
  }

  @Test func everyCutIsAnError() throws {
    let bytes = sample.encoded()
    for end in 0..<bytes.count {
      #expect(throws: FoveaError.self, "cut at \(end)") {
        try SafetensorsFile(bytes: bytes.prefix(end))
      }
    }
    #expect(throws: FoveaError.self) { try SafetensorsFile(bytes: bytes + [0]) }
  }

  @Test func noDamagedByteCrashes() throws {
    let bytes = sample.encoded()
    var refused = 0
    for index in 0..<bytes.count {
      for value: UInt8 in [0, 0x22, 0x39, 0x7d, 0xff] {
        var damaged = bytes
        damaged[index] = value
        if (try? SafetensorsFile(bytes: damaged)) == nil { refused += 1 }
      }
    }
    #expect(refused > bytes.count)
  }

  @Test(arguments: [
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2500000000],\"data_offsets\":[0,10000000000]}}",
      "cut off"
    ),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2500000000],\"data_offsets\":[0,8]}}",
      "takes 10000000000"
    ),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4,0],\"data_offsets\":[0,0]}}",
      "impossible shape"
    ),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}",
      "too large"
    ),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", "no whole number"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", "data_offsets are 8 to 0"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "instead of 0"),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "instead of 8"
    ),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "'a' twice"
    ),
    ("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}", "'F8_E4M3'; readable"),
    ("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", "needs a dtype"),
    ("{\"a\":[1]}", "no '{'"), ("{", "no '\"'"), ("", "no '{'"), ("{}", "belong to nothing"),
    ("{}x", "goes on"), ("{\"__metadata__\":{\"a\":1}}", "no '\"'"), ("{\"\\ud800\":1}", "escape"),
  ])
  func lyingHeadersAreRefused(header: String, reason: String) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/bad.safetensors"
      var bytes = Data([UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0])
      bytes.append(contentsOf: header.utf8)
      bytes.append(Data(count: 8))
      try writeAtomically(bytes, to: path)
      let line = message { _ = try SafetensorsFile.read(path) }
      #expect(line.hasPrefix("cannot read '\(path)' as safetensors: "))
      #expect(line.contains(reason), "\(line)")
      #expect(!line.contains("\n"))
    }
  }

  @Test func aHugeHeaderLengthIsRefused() {
    for length in [UInt64.max, 1 << 40, 2000] {
      let bytes =
        unsafe withUnsafeBytes(of: length.littleEndian) { unsafe Data($0) } + [0x7b, 0x7d]
      #expect(message { _ = try SafetensorsFile(bytes: bytes) }.hasPrefix("its header claims"))
    }
  }

  @Test func aHundredMegabytesAreCopiedNotWalked() throws {
    try withTemporaryFolder { folder in
      let file = SafetensorsFile([("w", Tensor(repeating: 0.5, shape: [5000, 5000]))])
      let clock = ContinuousClock()
      var back = SafetensorsFile()
      let elapsed = try clock.measure {
        try file.write(to: folder + "/big.safetensors")
        back = try SafetensorsFile.read(folder + "/big.safetensors")
      }
      #expect(back == file)
      #expect(elapsed < .seconds(3), "written and read in \(elapsed)")
    }
  }
}
