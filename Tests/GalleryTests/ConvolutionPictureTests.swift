import Fovea
import Gallery
import Testing

/// What the exhibits on kernels and pictures show, in numbers.
@Suite("Convolution on pictures")
struct ConvolutionPictureTests {
  @Test(
    "Kernels for edges add up to nothing, those that blur to one, and flat areas answer nothing")
  func handKernels() throws {
    for file in ["hand-kernels-photograph", "hand-kernels-shapes"] {
      let made = try Sample.figure(file)
      #expect(made["largest |sum of weights| of the kernels for edges and lines"] < 1e-6)
      #expect(abs(made["smallest sum of weights of the three that blur"] - 1) < 1e-6)
    }
    let shapes = try Sample.figure("hand-kernels-shapes")
    // Eight neighbours see more than four, Sobel's columns of two more than the Laplacian's one.
    let four = shapes["edges (4 neighbours): mean |answer|"]
    #expect(shapes["edges (8 neighbours): mean |answer|"] > 1.5 * four)
    #expect(four > 0.01)
    // Sobel's kernels add up four differences, three of them of other pixels.
    for edges in ["upright", "level"] {
      let difference = shapes["difference, \(edges) edges: mean |answer|"]
      #expect(difference > 0.01)
      #expect(shapes["Sobel, \(edges) edges: mean |answer|"] > 2 * difference)
    }
    #expect(shapes.facts.count == 16)
  }

  @Test("A steered kernel is the steered sum, and its peak the edge's direction")
  func steerable() throws {
    let made = try Sample.figure("steerable-edges")
    #expect(
      made[
        "largest difference between a steered kernel's answer and the steered sum of two answers"]
        < 1e-5)
    #expect(made["mean error of the direction read off two answers, in degrees"] < 3)
    #expect(made["direction of the largest answer at an edge that falls at 30°"] == 30)
  }

  @Test("Smoothing has a best width; 2σ cuts off a third of a Gaussian")
  func series() throws {
    let made = try Sample.figure("smoothing-series")
    let noise = made["error of the noisy series"]
    #expect(abs(noise - 0.35) < 0.05)
    #expect(made["smallest error of a moving average"] < noise / 2)
    #expect(made["smallest error of a Gaussian"] < made["smallest error of a moving average"])
    #expect((3...31).contains(made["its k"]))
    #expect(abs(made["mass cut off at k = 2σ, σ the deviation"] - 0.3173) < 1e-4)
    #expect(abs(made["mass cut off at k = 2σ, σ as the lecture writes it"] - 0.1573) < 1e-4)
    #expect(made["mass cut off at k = 6σ, σ the deviation"] < 0.003)
  }

  @Test("More noise asks for a wider kernel, and Gaussians beat squares")
  func photograph() throws {
    let made = try Sample.figure("smoothing-photograph")
    #expect(
      made["noise 0.15: best PSNR of a Gaussian (dB)"] > 6
        + made["PSNR with noise of deviation 0.15 (dB)"])
    var last = 0.0
    for noise in ["0.05", "0.15", "0.3"] {
      let sigma = made["noise \(noise): its σ"]
      #expect(sigma >= last)
      last = sigma
      #expect(
        made["noise \(noise): best PSNR of a Gaussian (dB)"]
          > made["noise \(noise): best PSNR of a square (dB)"])
    }
    #expect(last > 1)
  }

  @Test("Edges fall into fewer pieces the more is smoothed first")
  func beforeEdges() throws {
    let made = try Sample.figure("smoothing-before-edges")
    let pieces = ["as it is", "σ = 1", "σ = 2", "σ = 4"].map { made["pieces of edges, \($0)"] }
    #expect(pieces == pieces.sorted(by: >))
    #expect(pieces[3] < pieces[0] / 4)
  }

  @Test("Patterns are found where they were hidden, and colour beats grey")
  func templates() throws {
    let series = try Sample.figure("template-matching-series")
    #expect(series["furthest of the two best places from the truth"] <= 2)
    #expect(series["the weaker of the two best answers"] > series["the best answer elsewhere"])
    let street = try Sample.figure("template-matching-street")
    #expect(street["colour: distance from the sign (pixels)"] < 1.5)
    #expect(street["colour: best answer"] > 0.75)
    #expect(street["colour: margin ÷ grey: margin"] > 4)
    // A pattern of 33×33 has 208×118 places in 240×150 pixels.
    #expect(abs(street["places without an answer"] - (1 - 208.0 * 118 / 36_000)) < 1e-12)
    // In grey two other signs look alike.
    #expect(street["grey: best answer"] - street["grey: best answer elsewhere"] < 0.1)
  }

  @Test("Landscapes have more edges, cities longer ones; the second layer sorts them")
  func hierarchy() throws {
    let made = try Sample.figure("hierarchical-features")
    #expect(made["shown city: mean |edges|"] < made["shown landscape: mean |edges|"])
    #expect(made["shown city: mean of lines"] > made["shown landscape: mean of lines"])
    #expect(made["new scenes sorted by a threshold on lines"] > 0.9)
    #expect(made["new scenes sorted by a threshold on edges"] < 0.85)
  }

  @Test("Sizes are 96 and 12 less or more; near values err less than zeros and the far side")
  func paddings() throws {
    let made = try Sample.figure("paddings")
    #expect(made["valid: columns"] == 84)
    #expect(made["same: columns"] == 96)
    #expect(made["full: columns"] == 108)
    #expect(made["sum of the lecture's 3×3 numbers after padding by zeros"] == 45)
    #expect(made["columns after padding by zeros"] == 5)
    for near in ["replicate", "reflect"] {
      for far in ["constant 0", "circular"] {
        #expect(made["\(near): error at the border"] < made["\(far): error at the border"])
      }
    }
  }

  @Test("Smoothing before a stride errs less than the stride alone", arguments: [3, 5, 7])
  func strides(stride: Int) throws {
    let made = try Sample.figure("strides")
    for subject in ["rings", "photograph"] {
      let bare = made["\(subject), stride \(stride): error of each s-th pixel"]
      let smooth = made["\(subject), stride \(stride): error when smoothed first"]
      #expect(smooth < bare, "\(subject)")
    }
    #expect(made["columns at stride 7"] == 30)
  }

  @Test("The sliding kernel ends with the lecture's result, a frame for each number")
  func sliding() throws {
    let numbers = try Sample.figure("sliding-kernel-numbers")
    #expect(numbers["largest difference from the lecture's result"] == 0)
    #expect(numbers.animation?.frames.count == 9)
    let digit = try Sample.figure("sliding-kernel-digit")
    #expect(digit.animation?.frames.count == 49)
    #expect(digit["largest answer"] > 1 && digit["smallest answer"] < -1)
    let silent = digit["frames without a product other than 0"]
    #expect(silent > 0 && silent <= digit["numbers of the result that are 0"])
  }
}
