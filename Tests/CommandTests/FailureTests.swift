import Foundation
import Fovea
import Testing

/// What the world does wrong: exit code 1, exactly one line that names what and where, and no file left behind.
@Suite struct FailureTests {
  /// Runs a line in a folder and expects a failure that says all of `says` and leaves the folder as it was.
  private func expectFailure(
    _ line: String, in folder: String, _ says: String...,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try names(folder)
    let outcome = try Command.run(line.split(separator: " ").map(String.init), in: folder)
    #expect(outcome.code == 1, "\(outcome.err)", sourceLocation: location)
    #expect(outcome.out.isEmpty, sourceLocation: location)
    #expect(outcome.errLines.count == 1, "\(outcome.err)", sourceLocation: location)
    #expect(outcome.err.hasPrefix("fovea: "), sourceLocation: location)
    for text in says {
      #expect(outcome.err.contains(text), "\(outcome.err)", sourceLocation: location)
    }
    #expect(try names(folder) == before, sourceLocation: location)
  }

  private func write(_ bytes: Data, _ name: String, in folder: String) throws {
    try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  // MARK: - Names and places

  @Test func `an unknown network is told with the nearest names`() throws {
    try withFolder { folder in
      try expectFailure(
        "describe shalow-cnn", in: folder,
        "there is neither a file nor a network 'shalow-cnn'; the nearest networks are shallow-cnn, "
      )
      try expectFailure(
        "train --data x --model shalow-cnn", in: folder, "the nearest networks are shallow-cnn, ")
      try expectFailure(
        "eval m.safetensors --data x", in: folder,
        "cannot read 'm.safetensors': there is no such file")
    }
  }

  @Test func `an unknown layer is told with the nearest names`() throws {
    try withFolder { folder in
      try Stripes.write(to: folder, train: 10, test: 10)
      try expectFailure(
        "filters mlp --layer hiden", in: folder, "'hiden'", "the nearest are hidden")
      try expectFailure(
        "maps deep-cnn --data . --layer conv9", in: folder, "'conv9'", "the nearest are conv1")
      try expectFailure(
        "maximize deep-cnn --objective conv9:1", in: folder, "'conv9'", "the nearest are conv1")
      try expectFailure(
        "maximize deep-cnn --objective class:10", in: folder, "there is no class 10",
        "classes 0 to 9")
      try expectFailure(
        "filters mlp --layer relu1", in: folder, "the weights of 'relu1' are no pictures")
    }
  }

  @Test func `a folder that cannot be written to is found before anything else`() throws {
    try withFolder { folder in
      for place in ["/nowhere/at/all", "/proc"] {
        for line in [
          "filters mlp -o", "maximize mlp --objective class:0 --steps 100000 -o",
          "maps mlp --data nothing -o", "bptt -o", "curves nothing -o",
          "attack mlp --data nothing -o",
        ] {
          try expectFailure("\(line) \(place)/x.png", in: folder, "cannot write '\(place)/x.png': ")
        }
        try expectFailure(
          "train --data nothing --model mlp --save \(place)/x.safetensors", in: folder,
          "cannot write '\(place)/x.safetensors': ")
      }
      try expectFailure("filters mlp -o x.gif", in: folder, "'.gif' is no kind of picture", ".png")
      try expectFailure("filters mlp -o /dev/full", in: folder, "it has no extension")
      try expectFailure(
        "train --data x --model mlp --save /dev/full", in: folder, "it is a device; name a file")
    }
  }

  @Test func `a file that becomes too large is not left behind`() throws {
    try withFolder { folder in
      let outcome = try Command.shell(
        "trap '' XFSZ; ulimit -f 1; fovea filters mlp -o x.png", in: folder)
      #expect(outcome.code == 1)
      #expect(outcome.err == "fovea: cannot write 'x.png': File too large\n")
      #expect(try names(folder).isEmpty)
    }
  }

  // MARK: - Pictures

  @Test func `a picture of another size, damaged or of another kind`() throws {
    try withFolder { folder in
      let picture = PixelImage(width: 20, height: 10, repeating: [3, 200, 99])
      let png = try PNGFile.encode(picture)
      try write(png, "a.png", in: folder)
      try write(png.prefix(png.count / 2), "half.png", in: folder)
      try write(Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 74, 70]), "half.jpg", in: folder)
      try write(Data("GIF89a and more".utf8), "b.png", in: folder)
      try expectFailure(
        "maps deep-cnn a.png", in: folder,
        "'a.png' is 20 x 10, the network takes 28 x 28: --fit cuts and scales it")
      try expectFailure("maps deep-cnn half.png", in: folder, "cannot read 'half.png': ")
      try expectFailure("maps deep-cnn half.jpg", in: folder, "cannot read 'half.jpg': ")
      try expectFailure(
        "attack deep-cnn b.png", in: folder,
        "cannot read 'b.png': it is neither a PNG nor a JPEG file")
      try expectFailure(
        "maps deep-cnn none.png", in: folder, "cannot read 'none.png': there is no such file")
      try expectFailure("maps deep-cnn .", in: folder, "cannot read '.': it is a folder")
    }
  }

  // MARK: - Sets of pictures

  @Test func `an empty folder is no set of pictures`() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/empty", withIntermediateDirectories: false)
      try expectFailure(
        "train --data empty --model mlp", in: folder, "'empty'", "train-images-idx3-ubyte")
      try expectFailure("eval mlp --data none", in: folder, "'none'")
    }
  }

  @Test func `IDX files that end early, have another kind or wrong labels`() throws {
    try withFolder { folder in
      try Stripes.write(to: folder, train: 20, test: 10, wrongLabel: 12)
      try expectFailure(
        "train --data . --model mlp", in: folder, "train-labels-idx1-ubyte",
        "the label 12 at position 10", "0 to 9")
      try Stripes.write(to: folder, train: 20, test: 10)
      let path = "\(folder)/train-images-idx3-ubyte"
      let whole = try bytes(path)
      try write(whole.prefix(1000), "train-images-idx3-ubyte", in: folder)
      try expectFailure("train --data . --model mlp", in: folder, "train-images-idx3-ubyte")
      try write(Data([9, 9, 9, 9]) + whole.dropFirst(4), "train-images-idx3-ubyte", in: folder)
      try expectFailure("train --data . --model mlp", in: folder, "train-images-idx3-ubyte")
      try write(whole.prefix(2), "train-images-idx3-ubyte", in: folder)
      try expectFailure("train --data . --model mlp", in: folder, "train-images-idx3-ubyte")
    }
  }

  @Test func `pictures of another size than the network's`() throws {
    try withFolder { folder in
      try Stripes.write(to: folder, train: 10, test: 10, side: 20)
      try expectFailure(
        "eval deep-cnn --data .", in: folder, "'.' has pictures of [1, 20, 20]",
        "the network takes [1, 28, 28]")
      try expectFailure(
        "maps deep-cnn --data . --index 99", in: folder, "the pictures 0 to 9, not 99")
    }
  }

  // MARK: - Model files and runs

  @Test func `model files that end early, have another kind or no network`() throws {
    try withFolder { folder in
      let network = try Zoo.network(named: "mlp")
      try network.save(to: "\(folder)/m.safetensors")
      let whole = try bytes("\(folder)/m.safetensors")
      try write(whole.prefix(whole.count - 100), "cut.safetensors", in: folder)
      try write(whole.prefix(5), "short.safetensors", in: folder)
      try write(Data(repeating: 0x7A, count: 400), "other.safetensors", in: folder)
      try write(Data(), "empty.safetensors", in: folder)
      for name in ["cut", "short", "other", "empty"] {
        try expectFailure("describe \(name).safetensors", in: folder, "'\(name).safetensors'")
      }
      try SafetensorsFile([(name: "w", tensor: .zeros([2]))]).write(
        to: "\(folder)/weights.safetensors")
      try expectFailure("filters weights.safetensors", in: folder, "it holds no network")
      try expectFailure("train --resume m.safetensors", in: folder, "'m.safetensors'")
      try expectFailure("curves .", in: folder, "'.' is no run")
      try expectFailure("curves none", in: folder, "'none'")
    }
  }

  @Test func `a loss that is no number ends training, and no model is written`() throws {
    try withFolder { folder in
      try Stripes.write(to: folder)
      try expectFailure(
        "train --data . --model mlp --optimizer sgd --rate 1e30 --batch 20 --save m.safetensors",
        in: folder, "epoch 1, step", "learning rate 1e+30", "try a smaller learning rate")
    }
  }

  @Test func `a result that cannot be written is a failure`() throws {
    let outcome = try Command.shell("fovea describe mlp --json > /dev/full")
    #expect(outcome.code == 1)
    #expect(outcome.err == "fovea: cannot write to the standard output: No space left on device\n")
  }
}
