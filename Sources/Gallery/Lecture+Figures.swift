/// A figure of a lecture and the exhibits that make it anew.
public struct LectureFigure: Hashable, Sendable {
  /// What the lecture shows, in words.
  public let shows: String
  /// The names of the exhibits.
  public let exhibits: [String]

  init(_ shows: String, _ exhibits: String...) {
    self.shows = shows
    self.exhibits = exhibits
  }
}

extension Lecture {
  /// What the lecture shows, in its order, as `docs/lectures.md` lists it with notebooks and tests.
  public var figures: [LectureFigure] {
    switch self {
    case .chopra: Self.chopraFigures
    case .gavankar: Self.gavankarFigures
    case .ramakrishnan: Self.ramakrishnanFigures
    case .rafiey: Self.rafieyFigures
    case .ma: Self.maFigures
    }
  }

  private static let chopraFigures: [LectureFigure] = [
    LectureFigure(
      "Locality: neighbouring pixels are alike; a unit that sees 100×100 pixels has 10,000 weights",
      "lecture-sizes"),
    LectureFigure("Fully connected networks are brittle where pictures move", "pooling-invariance"),
    LectureFigure("Local receptive fields", "receptive-fields"),
    LectureFigure(
      "Convolution in one dimension, discrete and (in the notebook, on a fine grid) continuous",
      "lti-table", "correlation-and-convolution"),
    LectureFigure(
      "The kernel slides; kernel size, stride, padding",
      "convolution-steps", "sliding-kernel"),
    LectureFigure(
      "Convolution in two and three dimensions",
      "convolution-of-volumes", "convolution-steps"),
    LectureFigure(
      "What kernels mean: blur 5×5, Laplacian, horizontal, vertical, 45° and 135° lines",
      "hand-kernels", "smoothing-photograph"),
    LectureFigure("Sparsity from below and from above", "sparse-connections"),
    LectureFigure("Shared weights, several feature maps", "weight-sharing"),
    LectureFigure("Pooling: max, average, L2, weighted by distance", "pooling-kinds"),
    LectureFigure("Inputs of any size to an output of one size", "pooling-kinds"),
    LectureFigure(
      "Shifted input: all inputs change, two of the maxima do",
      "pooling-and-shifts", "pooling-invariance"),
    LectureFigure(
      "Backpropagation through a convolution: dL/dw is a sliding product too (a correlation)",
      "convolution-gradients"),
    LectureFigure("Backpropagation through pooling (at the white board)", "pooling-gradients"),
    LectureFigure("A whole convolutional network", "network-diagrams"),
    LectureFigure(
      "One to one, one to many, many to one, many to many",
      "sequence-forms", "sequence-schemes"),
    LectureFigure(
      "Language modelling: the cat drank the …",
      "next-word", "character-model", "next-characters"),
    LectureFigure("Elman networks; the same weights at each step", "unrolled-backpropagation"),
    LectureFigure(
      "Backpropagation through time, forward and backward pass step by step",
      "unrolled-backpropagation"),
    LectureFigure(
      "Exploding and vanishing gradients",
      "fading-gradients", "first-input-gradient", "sensitivity-in-time", "clipping-cliff"),
  ]

  private static let gavankarFigures: [LectureFigure] = [
    LectureFigure(
      "Feed-forward: Θ⁽¹⁾ 3×4, Θ⁽²⁾ 1×4, z = Θa, a = g(z), vectorised",
      "errors-of-nodes"),
    LectureFigure(
      "Errors of nodes, δ = a − y and Θᵀδ · g′ (the cost's sign is that of the likelihood)",
      "errors-of-nodes"),
    LectureFigure("Training loop: accumulated gradients, regularised by λΘ", "weight-decay"),
    LectureFigure("First weights must not be 0", "learning-rates"),
    LectureFigure("Architectures: one hidden layer, or more of equal size", "depth-width"),
    LectureFigure("Gradient checking", "gradient-checking"),
    LectureFigure("Momentum", "momentum", "optimizer-race"),
    LectureFigure("Boolean functions by one hidden layer", "boolean-functions"),
    LectureFigure("Continuous functions by one hidden layer", "universal-approximation"),
    LectureFigure(
      "8-3-8: can it be learned, hidden codes, errors and hidden values over epochs",
      "identity-codes"),
    LectureFigure(
      "Weights of hidden units as pictures (faces there, digits and clothes here)",
      "hidden-units"),
    LectureFigure("Overfitting, early stopping", "early-stopping"),
    LectureFigure("Dropout (kept 0.5 and 0.8), by the size of the data set", "dropout-data-size"),
    LectureFigure("Shared parameters", "parameter-sharing", "weight-sharing"),
    LectureFigure("Convolution of a noisy position", "sliding-kernel", "convolution-steps"),
    LectureFigure(
      "Preceding, succeeding, centred neighbours (the centred sum's lower bound ⌊−m/2⌋ is one too low for odd m)",
      "correlation-and-convolution"),
    LectureFigure("The toy example in letters, 3×4 by 2×2", "convolution-in-letters"),
    LectureFigure("Blur 3×3; edges with 8 neighbours", "hand-kernels", "smoothing-photograph"),
    LectureFigure(
      "Feature maps, three-dimensional filters, D₂ = K",
      "convolution-of-volumes", "feature-maps"),
    LectureFigure(
      "Sizes W − F + 1, with padding, with stride",
      "output-sizes", "paddings", "strides"),
    LectureFigure(
      "Sparse connections: pixels 1, 2, 5, 6 of 16; x₁ and x₅ meet in g₃",
      "sparse-connections", "receptive-fields"),
    LectureFigure(
      "A convolution as a feed-forward network with zeros; its training",
      "convolution-matrix", "convolution-gradients"),
    LectureFigure("Max and average pooling", "pooling-kinds", "pooling-steps"),
    LectureFigure("Time series: a robot's next reading", "sensor-forecast"),
    LectureFigure(
      "France … French: the gap grows",
      "recall-by-distance", "fading-gradients", "first-input-gradient", "sensitivity-in-time"),
    LectureFigure("LSTM: four layers, gates between 0 and 1", "gate-openings"),
    LectureFigure("Activation functions, the sigmoid as a threshold", "activation-functions"),
  ]

  private static let ramakrishnanFigures: [LectureFigure] = [
    LectureFigure(
      "Sparse interactions, shared parameters, Toeplitz matrix",
      "convolution-matrix", "parameter-sharing"),
    LectureFigure(
      "Strides as downsampling; same and valid padding",
      "strides", "paddings", "output-sizes"),
    LectureFigure("The filter over 200×200×3, shifted by 1", "sliding-kernel"),
    LectureFigure(
      "4,800,000 weights (40,000 units have 4.8 billion) against 1,500",
      "lecture-sizes"),
    LectureFigure("((M + P)/s − 1) and 832,320 neurons: a full border", "full-border-formula"),
    LectureFigure("Max pooling: 1-D, size 5, window 3, strides 1 and 2, `[6 8]`", "pooling-steps"),
    LectureFigure(
      "Max pooling in 2-D, 5×5×3 to 3×3×1 (through the depth); translation invariance",
      "pooling-steps", "pooling-kinds", "pooling-and-shifts", "pooling-invariance"),
    LectureFigure("What layers show (ConvNetJS); heat maps of places", "class-activation-maps"),
    LectureFigure(
      "tanh, sigmoid, ReLU, softmax; tanh x = 2σ(2x) − 1",
      "activation-functions", "softmax-temperature", "initial-signals"),
    LectureFigure(
      "AlexNet: two columns; 224, 11, stride 4 (57×57 and 55×55)",
      "alexnet-columns", "network-diagrams", "lecture-sizes"),
    LectureFigure("Linear conditional random fields", "random-field-tagger"),
    LectureFigure("Recurrent networks, unfolded", "unrolled-backpropagation"),
    LectureFigure(
      "Text generation",
      "character-model", "character-cells", "quotes-cell", "next-characters", "next-word"),
    LectureFigure(
      "One-hot characters; 8 characters, 3 hidden units; weights",
      "one-hot-characters"),
    LectureFigure(
      "h = g(W h + W x + b), y = W h; backpropagation through time",
      "unrolled-backpropagation"),
    LectureFigure(
      "Limits: products below 1 vanish, above 1 explode",
      "fading-gradients", "clipping-cliff", "first-input-gradient"),
    LectureFigure("Graves: seven steps, shaded by the first input", "sensitivity-in-time"),
    LectureFigure(
      "LSTM: when to keep, when to forget; India … Mumbai",
      "gate-openings", "recall-by-distance"),
    LectureFigure("Embeddings", "embedding-maps"),
  ]

  private static let rafieyFigures: [LectureFigure] = [
    LectureFigure(
      "Backpropagation as linear algebra, both claims (the second needs the barred δ)",
      "linear-algebra-of-backpropagation"),
    LectureFigure(
      "Features of hidden units; boundaries by units and layers",
      "decision-boundaries"),
    LectureFigure("1-D convolution, ten numbers with [1 2 1]", "convolution-steps"),
    LectureFigure(
      "\"Match the convolution\", a heading without its pictures: kernels beside what they make",
      "hand-kernels", "smoothing-series"),
    LectureFigure("Flipped or not", "correlation-and-convolution"),
    LectureFigure(
      "2-D convolution, [12 12 17; 10 17 19; 9 6 14]",
      "convolution-steps", "sliding-kernel"),
    LectureFigure("Zero padding", "paddings", "output-sizes"),
    LectureFigure("Uniform and Gaussian smoothing of a series", "smoothing-series"),
    LectureFigure("Smoothing in two dimensions, k ≳ 2σ; denoising", "smoothing-photograph"),
    LectureFigure("Smoothing before other features", "smoothing-before-edges"),
    LectureFigure("Pattern matching, grey and in colour; a stop sign", "template-matching"),
    LectureFigure("3-D convolution", "convolution-of-volumes"),
    LectureFigure("[1 −1], Sobel", "hand-kernels"),
    LectureFigure("Edges in any direction", "steerable-edges"),
    LectureFigure(
      "City or landscape: .108 against .123, then .062 against .054 (scenes of our own)",
      "hierarchical-features"),
    LectureFigure(
      "Learned filters, 25 n against 451,584 n (18,063 times, not 200,000)",
      "lecture-sizes", "convolution-matrix"),
    LectureFigure("Weight sharing in backpropagation", "weight-sharing"),
    LectureFigure("Pooling 4×4 (its corner is 29 in one table, 31 in the other)", "pooling-kinds"),
    LectureFigure("Pooling and shifts", "pooling-and-shifts", "pooling-invariance"),
    LectureFigure("The whole network: a volume at each layer", "feature-maps", "receptive-fields"),
    LectureFigure(
      "First-layer filters are edge detectors",
      "first-layer-filters", "filters-before-and-after", "filters-over-time",
      "first-filters-by-depth", "imagenet-filters"),
    LectureFigure(
      "Later layers: higher features",
      "imagenet-maps", "imagenet-answers", "patches-by-depth", "class-activation-maps"),
    LectureFigure("Inputs that excite a unit most", "exciting-pictures"),
    LectureFigure(
      "Activation maximization, and with regularisers",
      "activation-maximization", "imagenet-maximization", "maximization-growing"),
    LectureFigure("Edges, textures, patterns", "features-by-depth"),
    LectureFigure("Depth more than width", "depth-width"),
    LectureFigure("Batch normalisation", "batch-norm"),
    LectureFigure("Dropout", "dropout-data-size"),
    LectureFigure("Residual connections", "residual-depth"),
    LectureFigure("Data augmentation", "augmentation-sheet", "augmentation-gain"),
    LectureFigure("Random labels fitted", "random-labels"),
    LectureFigure("No overfitting on MNIST", "no-overfitting"),
    LectureFigure("Overparameterised polynomials", "polynomial-fits"),
    LectureFigure("Double descent", "double-descent", "double-descent-network"),
    LectureFigure(
      "Adversarial examples; random noise does not work",
      "adversarial-images", "adversarial-activations", "imagenet-adversarial"),
  ]

  private static let maFigures: [LectureFigure] = [
    LectureFigure(
      "The chain rule of two layers; gradients multiply and vanish",
      "chain-rule", "initial-signals"),
    LectureFigure("(x + y) z at (−2, 5, −4)", "computational-graphs"),
    LectureFigure(
      "The sigmoid neuron, 0.73 and 0.20, in small steps and as one gate",
      "computational-graphs"),
    LectureFigure(
      "Add, multiply, copy, max",
      "gradient-patterns", "linear-algebra-of-backpropagation"),
    LectureFigure(
      "A picture as a vector, 3,072 numbers; a convolution layer 32×32×3 to 28×28×6",
      "convolution-of-volumes", "lecture-sizes"),
    LectureFigure("Layers and activation functions in sequence", "network-diagrams"),
    LectureFigure(
      "Valid, same, full; constant, replicate, reflect, circular",
      "paddings", "output-sizes"),
    LectureFigure("Stride and max pooling as subsampling", "strides", "sliding-kernel"),
    LectureFigure("Linear and time-invariant systems", "linear-time-invariance"),
    LectureFigure("Unit sample, its response, decomposition", "unit-sample-response"),
    LectureFigure("The table [3 1 2] and [3 2 1]: 9 9 11 5 2, y[5] = 0", "lti-table"),
    LectureFigure(
      "Two networks on MNIST, 98,820 and 229,340 weights, curves of loss and accuracy",
      "training-curves", "confusion-matrix", "lecture-sizes"),
    LectureFigure(
      "Variants of gradient descent; regularisation, first weights, learning rate",
      "optimizer-race", "momentum", "learning-rates", "weight-decay", "residual-depth"),
  ]
}
