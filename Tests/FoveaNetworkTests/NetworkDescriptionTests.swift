import FoveaTensor
import Testing

@testable import FoveaNetwork

/// A network in which every operation occurs that layers and losses are made of.
func networkOfAllOperations() throws -> Network {
  try Network(seed: .max) { graph in
    let image = try graph.input("image", .image(channels: 4, height: 9, width: 7))
    let words = try graph.input("words", .indices(length: 5))
    let maps = try graph.addInput("maps", shape: [1, 6], isBatched: false)
    let seen = try graph.apply(to: image) {
      Normalize(mean: [0.5, 0.1, 1e-20, -3], deviation: [0.25, 1, 2, .infinity])
      Conv2D("conv", filters: 6, kernel: (3, 2), groups: 2, padding: .same, paddingMode: .reflect)
      BatchNorm("bn")
      LeakyReLU(slope: 0.1)
      LocalResponseNorm(size: 3)
      MaxPool2D(kernel: 2, padding: .explicit(before: [1, 0], behind: [0, 1]))
      Dropout(0.3)
      Activation(.clamp(low: -.infinity, high: 6))
    }
    let moved = try graph.add(AffineSampling(fill: 0.5), to: [seen, maps])
    let constant = try graph.add(Constant(Tensor([1, -0.0, 3, .infinity])), to: [])
    let shifted = try graph.add(Arithmetic(.add), to: [moved, constant])
    let pooled = try graph.apply(GlobalMaxPool(), to: shifted)
    let read = try graph.apply(to: words) {
      Embedding("table", vocabulary: 11, size: 3)
      LSTM("lstm", hidden: 6, layers: 2, returnsSequence: false, forgetBias: 1)
    }
    let both = try graph.add(Concatenation(axis: -1), to: [pooled, read])
    let logits = try graph.apply(to: both) {
      Reshape(to: [0, 3, -1])
      Transpose(order: [0, 2, 1])
      LayerNorm()
      Repeat("shared", times: 2) { Dense(3) }
      Flatten()
      Apply("part", Slicing(axis: 1, start: -8, count: 4, step: 2))
      LogSoftmax()
    }
    let square = try graph.add(MatrixProduct(transposesSecond: true), to: [logits, logits])
    let targets = try graph.addInput("targets", shape: [1])
    let loss = try graph.add(CrossEntropy(labelSmoothing: 0.1), to: [logits, targets])
    let error = try graph.add(SquaredError(reduction: .sum), to: [logits, logits])
    let binary = try graph.add(BinaryCrossEntropy(), to: [logits, logits])
    let margin = try graph.add(LogitMargin(.ratio), to: [logits, targets])
    let gap = try graph.add(Reduction(.sum), to: [margin])
    let worst = try graph.add(Arithmetic(.maximum), to: [loss, error])
    let sum = try graph.add(Arithmetic(.add), to: [worst, gap])
    let total = try graph.add(Arithmetic(.add), to: [sum, binary])
    let norm = try graph.add(Reduction(.l2), to: [square])
    graph.output(logits, try graph.add(Arithmetic(.divide), to: [total, norm], name: "total"))
    graph.metadata = ["classes": "Hose\nKleid \u{1F457} \"x\""]
  }
}

@Suite struct NetworkDescriptionTests {
  @Test func `Every operation survives JSON`() throws {
    var used: Set<String> = []
    for network in [try networkOfAllOperations(), try networkOfImportedOperations()] {
      used.formUnion(network.nodes.map { type(of: $0.operation).kind })
      let json = try NetworkDescription(network).json()
      let copy = try Network(NetworkDescription(json: json))
      #expect(copy == network)
      #expect(try NetworkDescription(copy).json() == json)
    }
    #expect(used == Set(OperationTable.all.map { $0.kind }))
  }

  @Test func `Weights are taken by name`() throws {
    let network = try networkOfAllOperations()
    let description = NetworkDescription(network)
    var weights = Dictionary(
      uniqueKeysWithValues: zip(network.parameters.map(\.name), network.weights))
    #expect(try Network(description, weights: weights) == network)
    weights["conv.bias"] = nil
    weights["lstm.0.bias_ih"] = nil
    weights["bn.weight"] = Tensor([1, 2])
    weights["zebra"] = Tensor(1)
    weights["ape"] = Tensor(1)
    #expect(
      throws: FoveaError(
        "the weights do not fit the network: missing conv.bias, lstm.0.bias_ih; unexpected ape, "
          + "zebra; bn.weight has the shape [2], not [6]")
    ) { try Network(description, weights: weights) }
  }

  /// A description with the given nodes, and what the error about it says.
  struct Hostile: CustomTestStringConvertible {
    let testDescription: String
    let json: String
    let message: String

    init(_ message: String, json: String) {
      testDescription = message
      self.message = message
      self.json = json
    }

    init(
      _ message: String, _ kind: String, _ attributes: String, named name: String = "x",
      input: String = "[1,4,8,8]", inputs: String = "[0]", outputs: String = "[1]"
    ) {
      self.init(
        message,
        json: """
          {"fovea":1,"seed":0,"metadata":{},"outputs":\(outputs),"nodes":[
          {"name":"in","kind":"input","inputs":[],"attributes":{"shape":\(input),"isBatched":true}},
          {"name":"\(name)","kind":"\(kind)","inputs":\(inputs),"attributes":\(attributes)}]}
          """)
    }
  }

  static let zero = #"{"constant":{"_0":0}}"#

  static func window(
    _ kernel: String, _ stride: String = "[1,1]", border: String = #"{"valid":{}}"#
  )
    -> String
  {
    #"{"kernel":\#(kernel),"stride":\#(stride),"dilation":[1,1],"border":\#(border)}"#
  }

  static func conv(_ filters: String, groups: String = "1", _ window: String) -> String {
    #"{"filters":\#(filters),"groups":\#(groups),"hasBias":true,"initializer":\#(zero),"window":\#(window)}"#
  }

  static func recurrent(_ hidden: String) -> String {
    #"{"cell":{"gru":{}},"hidden":\#(hidden),"returnsSequence":true,"forgetBias":0,"#
      + #""recurrentInitializer":\#(zero)}"#
  }

  static func explicit(_ before: String, _ behind: String) -> String {
    #"{"explicit":{"before":\#(before),"behind":\#(behind)}}"#
  }

  static let hostile: [Hostile] = [
    Hostile("not valid JSON", json: "{"),
    Hostile("'nodes' is missing", json: #"{"fovea":1,"seed":0,"metadata":{},"outputs":[]}"#),
    Hostile(
      "version 2", json: #"{"fovea":2,"seed":0,"metadata":{},"outputs":[],"nodes":[]}"#),
    Hostile("there is no operation 'convv'; the nearest are conv,", "convv", "{}"),
    Hostile("nodes[1].attributes: 'filters' is missing", "conv", "{}"),
    Hostile("not a value of type Int", "conv", conv("\"5\"", window("[1,1]"))),
    Hostile("must be positive", "conv", conv("-5", window("[1,1]"))),
    Hostile("must be positive", "conv", conv("5", groups: "0", window("[1,1]"))),
    Hostile("must be positive", "conv", conv("5", window("[0,1]"))),
    Hostile("must be positive", "conv", conv("5", window("[1,1]", "[0,1]"))),
    Hostile("one number for each axis", "conv", conv("5", window("[1,1,1]"))),
    Hostile("one number for each axis", "conv", conv("5", window("[]", "[]"))),
    Hostile("this is not the description", "conv", conv("5", window("[99999999999999999999,1]"))),
    Hostile("at most 2^30", "conv", conv("5", window("[9223372036854775807,1]"))),
    Hostile(
      "2^32 elements", "conv",
      conv(
        "1073741824",
        window("[1,1]", border: explicit("[1073741824,1073741824]", "[0,1073741824]")))),
    Hostile(
      "2^32 elements", "conv",
      conv(
        "1000",
        window("[1073741824,1073741824]", border: explicit("[1073741824,1073741824]", "[0,0]")))),
    Hostile(
      "borders [1] and [1] need", "pool",
      #"{"reduction":"max","countsBorder":false,"window":\#(window("[2,2]", border: explicit("[1]", "[1]")))}"#
    ),
    Hostile("must be positive", "dense", #"{"units":0,"hasBias":true,"initializer":\#(zero)}"#),
    Hostile(
      "at most 2^30", "dense",
      #"{"units":4611686018427387904,"hasBias":true,"initializer":\#(zero)}"#),
    Hostile(
      "more than 268435456 weights", "dense",
      #"{"units":100000000,"hasBias":true,"initializer":\#(zero)}"#),
    Hostile(
      "a bound that is not negative", "dense",
      #"{"units":3,"hasBias":true,"initializer":{"uniform":{"bound":-1}}}"#),
    Hostile(
      "7 first values do not fill", "dense",
      #"{"units":3,"hasBias":true,"initializer":{"values":{"_0":[1,2,3,4,5,6,7]}}}"#),
    Hostile(
      "needs a square matrix", "dense",
      #"{"units":3,"hasBias":true,"initializer":{"identity":{"_0":1}}}"#),
    Hostile(
      "no 0 blocks", "dense",
      #"{"units":3,"hasBias":true,"initializer":{"orthogonalBlocks":{"count":0}}}"#),
    Hostile("must be positive", "recurrent", recurrent("0"), input: "[1,4,8]"),
    Hostile("1 to 1048576 steps", "recurrent", recurrent("1"), input: "[1,1048577,8]"),
    Hostile("2^32 elements", "recurrent", recurrent("1073741824"), input: "[1,4,8]"),
    Hostile("a probability in [0, 1)", "dropout", #"{"probability":1}"#),
    Hostile("a probability in [0, 1)", "dropout", #"{"probability":"nan"}"#),
    Hostile("must be positive", "lrn", #"{"size":0,"alpha":1,"beta":1,"k":1}"#),
    Hostile("must be positive", "layernorm", #"{"axes":0,"epsilon":1}"#),
    Hostile("must pair up", "standardize", #"{"mean":[0],"deviation":[]}"#),
    Hostile("zero deviation", "standardize", #"{"mean":[0],"deviation":[0]}"#),
    Hostile("one −1", "reshape", #"{"dimensions":[-1,-1]}"#),
    Hostile(
      "cannot become", "reshape", #"{"dimensions":[4611686018427387904,4611686018427387904]}"#),
    Hostile("name each axis once", "transpose", #"{"order":[0,0,2,3]}"#),
    Hostile("step must not be 0", "ranges", #"{"ranges":[{"axis":0,"start":0,"end":1,"step":0}]}"#),
    Hostile(
      "two ranges of axis 3", "ranges",
      #"{"ranges":[{"axis":3,"start":0,"end":1,"step":1},{"axis":-1,"start":0,"end":1,"step":1}]}"#),
    Hostile("must be positive", "expand", #"{"dimensions":[-4]}"#),
    Hostile("2^32 elements", "expand", #"{"dimensions":[1073741824,1073741824,1,1,1,1]}"#),
    Hostile("2^32 elements", "tile", #"{"repeats":[1073741824,1073741824,1,1]}"#),
    Hostile("repeat one", "unsqueeze", #"{"axes":[1,1]}"#),
    Hostile("axis 9", "squeeze", #"{"axes":[9]}"#),
    Hostile(
      "a block of", "pixelshuffle", #"{"block":65536,"order":"blockFirst","isInverse":false}"#),
    Hostile(
      "channels for each block", "pixelshuffle",
      #"{"block":3,"order":"blockFirst","isInverse":false}"#),
    Hostile("at most 2^30", "onehot", #"{"depth":1099511627776,"axis":0,"on":1,"off":0}"#),
    Hostile(
      "has no 9 elements", "rank",
      #"{"content":"values","axis":1,"count":9,"isLargest":true,"prefersLast":false}"#),
    Hostile(
      "a scale must lie", "resample",
      #"{"method":{"linear":{"isSmoothed":false}},"coordinates":"halfPixel","targets":[{"axis":2,"scale":"nan","region":[0,1]}],"excludesOutside":false,"extrapolation":0}"#
    ),
    Hostile(
      "the cell has 2 activations, got 0", "sequence",
      #"{"cell":{"gru":{"resetsLast":true}},"hidden":3,"activations":[],"isReversed":true,"hasLengths":false,"hasInitialState":false}"#,
      input: "[1,4,8]"),
    Hostile(
      "smaller than the stride", "convtranspose",
      #"{"filters":3,"outputPadding":[1,0],"groups":1,"hasBias":true,"initializer":\#(zero),"window":\#(window("[1,1]"))}"#
    ),
    Hostile(
      "must be positive, got -1", "windowreduce",
      #"{"function":{"norm":{"p":-1}},"roundsUp":true,"window":\#(window("[1,1]"))}"#),
    Hostile("must be positive", "groupnorm", #"{"groups":0,"epsilon":1}"#),
    Hostile("batch axes", "gathertuples", #"{"batchAxes":-1}"#, inputs: "[0,0]"),
    Hostile("takes 3 inputs, got 2", "select", "{}", inputs: "[0,0]"),
    Hostile("must be positive", "slice", #"{"axis":0,"start":0,"count":0,"step":1}"#),
    Hostile("within ±2^30", "slice", #"{"axis":0,"start":9223372036854775807,"count":1,"step":1}"#),
    Hostile("axis 9223372036854775807", "concat", #"{"axis":9223372036854775807}"#),
    Hostile(
      "axis -9223372036854775808", "softmax", #"{"axis":-9223372036854775808,"isLogarithm":true}"#),
    Hostile(
      "must pair up", "pad", #"{"before":[0],"behind":[0,1],"mode":{"replicate":{}}}"#),
    Hostile(
      "2^32 elements", "pad",
      #"{"before":[1073741824,1073741824,0,0],"behind":[0,0,1073741824,1073741824],"mode":{"replicate":{}}}"#
    ),
    Hostile("rows and columns must be positive", "embedding", #"{"vocabulary":-1,"size":3}"#),
    Hostile(
      "bounds must be in order", "elementwise", #"{"function":{"clamp":{"low":1,"high":0}}}"#),
    Hostile("label smoothing", "crossentropy", #"{"labelSmoothing":1,"reduction":"mean"}"#),
    Hostile(
      "3 elements do not fill the shape [2]", "constant", #"{"shape":[2],"scalars":[1,2,3]}"#,
      inputs: "[]"),
    Hostile("not the extents of a tensor", "flatten", #"{"axis":1}"#, input: "[1,-4]"),
    Hostile(
      "not the extents of a tensor", "flatten", #"{"axis":1}"#,
      input: "[4294967296,4294967296,4294967296]"),
    Hostile("2^32 elements", "flatten", #"{"axis":1}"#, input: "[4294967296,2]"),
    Hostile("2^32 elements", "flatten", #"{"axis":1}"#, input: "[0,4294967296,1073741824]"),
    Hostile("a batched input has a first dimension", "flatten", #"{"axis":1}"#, input: "[]"),
    Hostile("outside of the input's shape", "flatten", #"{"axis":-1}"#),
    Hostile("reads earlier ones only", "flatten", #"{"axis":1}"#, inputs: "[1]"),
    Hostile("reads earlier ones only", "flatten", #"{"axis":1}"#, inputs: "[-1]"),
    Hostile("takes 1 input, got 0", "flatten", #"{"axis":1}"#, inputs: "[]"),
    Hostile("output 2 is not one of the 2 nodes", "flatten", #"{"axis":1}"#, outputs: "[2]"),
    Hostile("cannot name a node", "flatten", #"{"axis":1}"#, named: "a/b"),
    Hostile("taken by a different operation", "flatten", #"{"axis":1}"#, named: "in"),
  ]

  @Test(arguments: hostile) func `What makes no sense is refused in one line`(_ file: Hostile)
    throws
  {
    let error = #expect(throws: FoveaError.self) {
      try Network(NetworkDescription(json: file.json))
    }
    let message = try #require(error).message
    #expect(message.contains(file.message))
    #expect(!message.contains("\n"))
  }
}
