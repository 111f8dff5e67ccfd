import Foundation
import Fovea
import Testing

/// Training, what follows from it, and going on after a kill.
@Suite struct TrainingVerbsTests {
  private func run(_ line: String, in folder: String) throws -> Command.Outcome {
    let outcome = try Command.run(line.split(separator: " ").map(String.init), in: folder)
    #expect(outcome.code == 0, "\(outcome.err)")
    return outcome
  }

  private func json(_ outcome: Command.Outcome) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8))
    return try #require(value as? [String: Any])
  }

  @Test func `train, eval, attack and curves work on each other's files`() throws {
    try withFolder { folder in
      try Stripes.write(to: folder, train: 400, test: 60)
      let trained = try run(
        "train --data . --model mlp --epochs 3 --batch 20 --normalize --save m.safetensors "
          + "--log runs/a --json", in: folder)
      let accuracy = try #require(json(trained)["testAccuracy"] as? Double)
      #expect(accuracy > 0.9)
      #expect(trained.errLines.count == 3)
      #expect(trained.errLines[0].hasPrefix("epoch 1/3: loss "))

      let network = try Network(contentsOf: "\(folder)/m.safetensors")
      #expect(network.classNames == (0...9).map(String.init))
      #expect(network.metadata["data"] == "400 pictures of 1x28x28 in 10 classes")

      let evaluated = try json(run("eval m.safetensors --data . --json", in: folder))
      #expect(evaluated["accuracy"] as? Double == accuracy)
      #expect(evaluated["count"] as? Int == 60)

      let curves = try json(run("curves runs/a -o c.png --json", in: folder))
      #expect((curves["facts"] as? [Any])?.count == 2)
      #expect(try names(folder).contains("c.png"))

      let attacked = try json(
        run(
          "attack m.safetensors --data . --method fgsm --epsilon 0.1,128/255 --count 12 -o adv.png "
            + "--json", in: folder))
      let radii = try #require(attacked["radii"] as? [[String: Any]])
      #expect(radii.map { ($0["epsilon"] as? Double).map(Float.init) } == [0.1, 128 / 255])
      for radius in radii {
        let distance = try #require(radius["largestDistance"] as? Double)
        #expect(distance <= (radius["epsilon"] as? Double ?? 0) + 1e-6)
        #expect((radius["certificate"] as? String)?.contains("all finite") == true)
      }
      let clean = try #require(radii[1]["cleanAccuracy"] as? Double)
      #expect(try #require(radii[1]["adversarialAccuracy"] as? Double) < clean)
      #expect(try names("\(folder)/adv-pictures") == ["0.1", "128-255"])
      #expect(try names("\(folder)/adv-pictures/0.1").count == 12)
      #expect(
        try Set(names(folder)).isSuperset(
          of: ["adv-0.1.png", "adv-128-255.png", "adv-curve.png"]))
    }
  }

  @Test func `early stopping keeps the best weights`() throws {
    try withFolder { folder in
      try Stripes.write(to: folder, train: 100)
      let trained = try run(
        "train --data . --model linear --epochs 40 --batch 10 --rate 0.3 --optimizer sgd "
          + "--validation 0.3 --patience 1 --augment shift=3,noise=0.3 --schedule cosine --json",
        in: folder)
      let report = try json(trained)
      #expect(report["epochs"] as? Int ?? 0 < 40)
      let best = try #require(report["bestEpoch"] as? Int)
      #expect(best == (report["epochs"] as? Int ?? 0) - 1)
      #expect(try names(folder).contains("linear.onnx"))
    }
  }

  @Test func `after a kill in the middle of an epoch the weights become the very same`() throws {
    let line =
      "train --data ../data --model deep-cnn --epochs 2 --batch 8 --threads 1 --validation 0.1 "
      + "--augment shift=1,flip=0.5 --schedule cosine --save m.safetensors --checkpoint c --every 7"
    try withFolder { folder in
      for name in ["data", "whole", "killed"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
      }
      try Stripes.write(to: "\(folder)/data", train: 1000, test: 10)
      _ = try run(line, in: "\(folder)/whole")

      let process = try Command.start(
        line.split(separator: " ").map(String.init), in: "\(folder)/killed")
      let deadline = Date(timeIntervalSinceNow: 20)
      while !FileManager.default.fileExists(atPath: "\(folder)/killed/c"), process.isRunning,
        Date() < deadline
      {
        usleep(1000)
      }
      kill(process.processIdentifier, SIGKILL)
      #expect(try Command.finish(process).wasKilled)
      #expect(try !names("\(folder)/killed").contains("m.safetensors"))

      let resumed = try run("train --resume c", in: "\(folder)/killed")
      let words = try #require(resumed.errLines.first).split(separator: " ")
      #expect(resumed.errLines[0].hasPrefix("going on in epoch "))
      let steps = try #require(Int(words[words.count - 2]))
      #expect(steps % 113 != 0 && steps < 226)
      #expect(
        try bytes("\(folder)/killed/m.safetensors") == bytes("\(folder)/whole/m.safetensors"))
    }
  }
}
