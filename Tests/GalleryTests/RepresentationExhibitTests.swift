import Fovea
import Gallery
import Testing

/// What hidden units represent, in numbers.
@Suite("Exhibits on representations")
struct RepresentationExhibitTests {
  @Test("Eight inputs pass through three hidden units")
  func identity() throws {
    let table = try Sample.figure("identity-codes-table")
    #expect(table["inputs repeated rightly, of 8"] == 8)
    #expect(table["different codes of the lecture's table after rounding"] == 8)
    #expect(table["different codes after rounding, of 8"] >= 6)
    #expect(table["mean distance of hidden values from the nearer of 0 and 1"] < 0.25)
    let training = try Sample.figure("identity-codes-training")
    #expect(
      training["Σ of squared errors after it"] < 0.2
        * training["Σ of squared errors before training"])
  }

  @Test("A single unit learns fourteen functions of two, a hidden layer all sixteen")
  func booleans() throws {
    let made = try Sample.figure("boolean-functions")
    #expect(made["functions that a single unit learns, of 16"] == 14)
    #expect(made["functions that 3 hidden units learn, of 16"] == 16)
    #expect(made["right cases of XOR by a single unit, of 4"] < 4)
    #expect(made["right cases of XNOR by a single unit, of 4"] < 4)
    let starts = try Sample.figure("boolean-functions-starts")
    #expect(starts["starts that learn XOR with 1 hidden unit"] == 0)
    #expect(
      starts["starts that learn XOR with 4 hidden units"]
        >= starts["starts that learn XOR with 2 hidden units"])
  }

  @Test("More hidden units approximate better, a staircase like one over its steps")
  func approximation() throws {
    let fits = try Sample.figure("universal-approximation-fits")
    #expect(fits["trained, 64 units: error"] < 0.2 * fits["trained, 2 units: error"])
    let stairs = try Sample.figure("universal-approximation-errors")
    let errors = [4, 8, 16, 32, 64].map { stairs["staircase, \($0) units: error"] }
    #expect(errors == errors.sorted(by: >))
    let fall = stairs["staircase: fall of the logarithm of the error with that of the units"]
    #expect(abs(fall - 1) < 0.3)
    #expect(fits["trained, 4 units: error"] < errors[0])
    #expect(fits["trained, 64 units: error"] < errors[4])
  }

  @Test("Moons need few units, the spiral many or more layers")
  func boundaries() throws {
    let units = try Sample.figure("decision-boundaries-units")
    #expect(units["moons, 8 units: points told apart"] > 0.95)
    #expect(units["rings, 1 unit: points told apart"] < 0.8)
    #expect(units["rings, 8 units: points told apart"] > 0.95)
    #expect(
      units["spiral, 32 units: points told apart"] > units["spiral, 1 unit: points told apart"])
    let layers = try Sample.figure("decision-boundaries-layers")
    let deeper = (2...3).map { layers["\($0) layers of 4 units: points told apart"] }
    let best = deeper.max() ?? 0
    #expect(best > layers["1 layer of 4 units: points told apart"])
  }

  @Test("Units of the first layer are straight folds, those of the second are not")
  func features() throws {
    let made = try Sample.figure("decision-boundaries-features")
    #expect(made["layer 1: bend of the units' zero lines"] < 0.01)
    #expect(made["layer 2: bend of the units' zero lines"] > 0.05)
  }

  @Test("A boundary gets better as it forms")
  func forming() throws {
    let made = try Sample.figure("decision-boundaries-forming")
    let shares = made.facts.map(\.value)
    #expect(shares[0] < 0.75)
    #expect(shares[shares.count - 1] > shares[0] + 0.15)
    let moving = try #require(try Sample.figure("decision-boundaries-moving").animation)
    #expect(moving.frames.count > made.facts.count)
    try moving.validate()
  }

  @Test("Filters move away from their beginning and grow smoother")
  func filtersOverTime() throws {
    let made = try Sample.figure("filters-over-time")
    let alike = made.facts.filter { $0.name.hasSuffix("correlation with the start") }.map(\.value)
    #expect(alike[0] > 0.99)
    #expect(alike == alike.sorted(by: >))
    let course = try Sample.figure("filters-over-time-course")
    #expect(course["roughness at the end"] < course["roughness at the start"])
  }

  @Test("Deeper places see larger parts, and a channel's parts are alike")
  func patches() throws {
    let made = try Sample.figure("patches-by-depth")
    #expect(
      ["conv1", "conv2", "conv3"].map {
        made["\($0): pixels along a side of what a place sees"]
      } == [5, 9, 17])
    for layer in ["conv1", "conv2", "conv3"] {
      #expect(made["\(layer): mean correlation of a channel's parts"] > 0.2)
    }
  }

  @Test("tanh is a stretched sigmoid, and slopes have the sizes that theory gives")
  func shapes() throws {
    let made = try Sample.figure("activation-functions-shapes")
    #expect(made["largest |tanh(x) − (2σ(2x) − 1)| on −8…8"] < 1e-6)
    #expect(made["largest |tanh(x) − (1 − e⁻²ˣ)/(1 + e⁻²ˣ)| on −8…8"] < 1e-6)
    #expect(abs(made["sigmoid: largest slope"] - 0.25) < 1e-6)
    #expect(abs(made["tanh: largest slope"] - 1) < 1e-6)
    #expect(abs(made["GELU: largest slope"] - 1.129) < 1e-3)
  }

  @Test("A sigmoid learns last, and half of ReLU's units are flat")
  func activations() throws {
    let made = try Sample.figure("activation-functions-training")
    let sigmoid = made["sigmoid: mean loss of the first half"]
    for name in ["tanh", "ReLU", "leaky ReLU", "GELU"] {
      #expect(made["\(name): mean loss of the first half"] < sigmoid)
    }
    #expect(abs(made["ReLU: flat at the start"] - 0.5) < 0.15)
    #expect(made["leaky ReLU: flat at the start"] == 0)
  }

  @Test("Temperature goes from one certain class to all alike")
  func temperature() throws {
    let made = try Sample.figure("softmax-temperature")
    #expect(made["largest probability at T = 0.032"] > made["largest probability at T = 1"])
    #expect(made["entropy at T = 31.6, in nats"] > made["entropy at T = 1, in nats"])
    #expect(made["entropy at T = 31.6, in nats"] <= made["ln 10"] + 1e-6)
    #expect(made["temperatures at which entropy falls as T grows"] == 0)
  }

  @Test("He's weights keep ReLU's signals, a sigmoid's gradients fade")
  func signals() throws {
    let made = try Sample.figure("initial-signals")
    func factor(_ function: String, _ weights: String, _ what: String) -> Double {
      made["\(function), \(weights) weights: factor of \(what)"]
    }
    #expect(abs(factor("ReLU", "He", "gradients a layer back") - 1) < 0.05)
    #expect(abs(factor("ReLU", "He", "values a layer") - 1) < 0.05)
    #expect(factor("ReLU", "small", "values a layer") < 0.5)
    #expect(factor("ReLU", "large", "gradients a layer back") > 1.8)
    #expect(factor("sigmoid", "Glorot", "gradients a layer back") < 0.3)
    #expect(factor("tanh", "Glorot", "gradients a layer back") > 0.85)
    #expect(factor("tanh", "large", "gradients a layer back") > 1)
  }

  @Test("Both lecture networks have the lecture's parameters, and mistakes have pictures")
  func confusion() throws {
    for file in ["digits", "clothes"] {
      let made = try Sample.figure("confusion-matrix-\(file)")
      #expect(made["shallow-cnn: parameters"] == made["the lecture's parameters, shallow"])
      #expect(made["deep-cnn: parameters"] == made["the lecture's parameters, deep"])
      #expect((1..<400).contains(Int(made["deep-cnn: wrong answers"])))
    }
    let clothes = try Sample.figure("confusion-matrix-clothes")
    let digits = try Sample.figure("confusion-matrix-digits")
    #expect(digits["deep-cnn: wrong answers"] < clothes["deep-cnn: wrong answers"])
    let examples = try Sample.figure("confusion-matrix-examples")
    #expect(examples["kinds of mistake shown for clothes"] == 4)
  }

  @Test("Shared filters have the fewest parameters, and middle places learn more than corners")
  func sharing() throws {
    let made = try Sample.figure("parameter-sharing")
    #expect(made["convolution: parameters"] == 26 * 10 + 19_610)
    #expect(made["locally connected: parameters"] == 196 * 26 * 10 + 19_610)
    #expect(made["dense: parameters"] == 785 * 1960 + 19_610)
    #expect(
      made["convolution: accuracy after 300 pictures"]
        > made["dense, as few parameters: accuracy after 300 pictures"] - 0.02)
    let filters = try Sample.figure("parameter-sharing-filters")
    let middle = filters["mean change of the middle 6×6 places' filters"]
    #expect(middle > filters["change of a corner's filters"])
    #expect(filters["change of the shared filters"] > middle)
  }
}
