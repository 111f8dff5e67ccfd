import Foundation
import Fovea
import Testing

/// The verbs that draw: files of the right kind, the same bytes twice, and facts that agree with the network.
@Suite struct DrawingVerbsTests {
  private func run(_ line: String, in folder: String) throws -> Command.Outcome {
    let outcome = try Command.run(line.split(separator: " ").map(String.init), in: folder)
    #expect(outcome.code == 0, "\(outcome.err)")
    return outcome
  }

  @Test(arguments: [
    "filters shallow-cnn --seed 3 --each --not-centered",
    "maps deep-cnn --data . --index 2 --layer conv2",
    "maximize shallow-cnn --objective conv1:2 --objective class:1 --steps 12 --seeds 0,1 "
      + "--jitter 1 --scale 0.1 --rotate 5 --blur 0.5",
    "maximize shallow-cnn --objective class:1 --steps 6 --bands 0.7,1.4 --ground 0 --decay 0.02 "
      + "--blur 0.6 --blur-every 2",
    "bptt --cells elman,gru --length 8 --steps 5 --hidden 6",
  ]) func `the same call gives the same bytes`(_ line: String) throws {
    try withFolder { folder in
      try Stripes.write(to: folder, train: 10, test: 10)
      _ = try run("\(line) -o a.png", in: folder)
      _ = try run("\(line) -o b.png", in: folder)
      let first = try bytes("\(folder)/a.png")
      #expect(try PNGFile.decode(first).image.width > 100)
      #expect(try first == bytes("\(folder)/b.png"))
    }
  }

  @Test func `another seed gives another picture, and the seed stands in the file`() throws {
    try withFolder { folder in
      _ = try run("filters mlp --seed 1 -o a.png", in: folder)
      _ = try run("filters mlp --seed 2 -o b.png", in: folder)
      let (first, second) = try (PNGFile.read("\(folder)/a.png"), PNGFile.read("\(folder)/b.png"))
      #expect(first.image != second.image)
      #expect(first.text.contains { $0.key == "seed" && $0.value == "1" })
      #expect(second.text.contains { $0.key == "seed" && $0.value == "2" })
    }
  }

  @Test func `maps of a picture file, cut to fit, as SVG and PDF`() throws {
    try withFolder { folder in
      let picture = PixelImage(width: 60, height: 40, repeating: [3, 200, 99])
      try writeAtomically(try PNGFile.encode(picture), to: "\(folder)/p.png")
      let outcome = try run("maps deep-cnn p.png --fit --layer conv1 --json -o m.svg", in: folder)
      let json =
        try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
      #expect((json?["facts"] as? [String: Any])?["shape"] as? [Int] == [10, 14, 14])
      #expect(try String(decoding: bytes("\(folder)/m.svg"), as: UTF8.self).hasPrefix("<?xml"))
      _ = try run("maps deep-cnn p.png --fit -o m.pdf", in: folder)
      #expect(try String(decoding: bytes("\(folder)/m.pdf").prefix(5), as: UTF8.self) == "%PDF-")
    }
  }

  @Test func `maximize reaches more than it began with, and keeps snapshots`() throws {
    try withFolder { folder in
      let outcome = try run(
        "maximize deep-cnn --objective class:3 --steps 20 --seeds 4,5 --snapshots 1,10 --json -o x.png",
        in: folder)
      let json =
        try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
      let reached = json?["facts"] as? [[String: Any]] ?? []
      #expect(reached.map { $0["seed"] as? Int } == [4, 5])
      for one in reached {
        #expect(one["end"] as? Double ?? 0 > (one["start"] as? Double ?? 0) + 0.5)
      }
      #expect(try names(folder) == ["x-snapshots.png", "x.png"])
    }
  }

  @Test func `bptt measures each cell before and after training`() throws {
    try withFolder { folder in
      let outcome = try run(
        "bptt --cells elman --length 12 --steps 0 --elman-gain 0.5 --json -o f.png", in: folder)
      let json =
        try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
      let cells = json?["facts"] as? [[String: Any]] ?? []
      let before = cells.first?["before"] as? [String: Any]
      // An orthogonal matrix times a half, and tanh, which only shrinks: half a step or less.
      #expect(before?["rate"] as? Double ?? 1 < 0.51)
      #expect(before?["isExploding"] as? Bool == false)
      #expect(try names(folder) == ["f-curves.png", "f.png"])
    }
  }
}
