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
    for function in ["XOR", "XNOR"] {
      #expect(made["\(function) by a single unit: largest distance from one half"] < 0.1)
    }
    #expect(made["AND by a single unit: largest distance from one half"] > 0.3)
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
    for problem in ["moons", "rings"] {
      #expect(made["\(problem): least span of a unit's answers over the plane"] > 0.3)
    }
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
    #expect(alike[0] > 0.97)
    #expect(alike == alike.sorted(by: >))
    let course = try Sample.figure("filters-over-time-course")
    #expect(course["roughness at the end"] < 0.8 * course["roughness at the start"])
    #expect(made.facts.last.map { $0.value > 1.2 } == true)
  }

  @Test("First filters grow smooth under every depth, and depth makes them others")
  func firstFilters() throws {
    let made = try Sample.figure("first-filters-by-depth")
    let labels = ["1 convolution", "2 convolutions", "3 convolutions", "4 convolutions"]
    for label in labels {
      let before = made["\(label): roughness before training"]
      #expect(abs(before - 1) < 0.25)
      // They begin alike, so that depth alone makes them differ.
      #expect(before == made["1 convolution: roughness before training"])
      #expect(made["\(label): roughness after training"] < before)
      #expect(made["\(label): test accuracy"] > 0.5)
    }
    for label in labels.dropFirst() {
      let alike = made["\(label): correlation with the filters under 1 convolution"]
      #expect(alike > 0 && alike < 0.999)
    }
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
    #expect(abs(factor("ReLU", "He", "values a layer") - 1) < 0.08)
    #expect(factor("ReLU", "small", "values a layer") < 0.5)
    #expect(factor("ReLU", "large", "gradients a layer back") > 1.8)
    #expect(factor("sigmoid", "Glorot", "gradients a layer back") < 0.3)
    for weights in ["small", "Glorot", "He", "large"] {
      #expect(factor("sigmoid", weights, "gradients a layer back") < 0.75)
      let left = made["sigmoid, \(weights) weights: values at layer 5 over those at layer 1"]
      #expect(left < 0.3)
    }
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

  @Test(
    "Shared filters have the fewest parameters and win; only they know places that they never saw")
  func sharing() throws {
    let made = try Sample.figure("parameter-sharing")
    // 24 filters of 13×13 weights and a bias, and ten classes of 24 values.
    #expect(made["convolution: parameters"] == 24 * 170 + 250)
    #expect(made["locally connected: parameters"] == 100 * 24 * 170 + 250)
    #expect(made["dense: parameters"] <= made["locally connected: parameters"])
    func accuracy(_ kind: String, _ area: String) -> Double {
      made["\(kind), places \(area): accuracy after 300 pictures"]
    }
    #expect(accuracy("convolution", "never seen") > 0.35)
    for kind in ["locally connected", "dense"] {
      #expect(accuracy("convolution", "seen") > accuracy(kind, "seen") + 0.1, "\(kind)")
      #expect(accuracy(kind, "never seen") < 0.2, "\(kind)")
    }
  }
}
