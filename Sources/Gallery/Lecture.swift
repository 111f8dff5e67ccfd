/// The university lectures whose figures the gallery makes anew.
public enum Lecture: String, CaseIterable, Hashable, Sendable {
  /// Convolutional and recurrent networks (Chopra, New York University, 2021).
  case chopra = "000"
  /// From backpropagation to convolutional networks (Gavankar, BITS Pilani, 2020).
  case gavankar = "001"
  /// Convolutional and recurrent networks as building blocks (Ramakrishnan, IIT Bombay).
  case ramakrishnan = "002"
  /// Convolution as feature extraction, and what layers see (Rafiey, New York University).
  case rafiey = "003"
  /// Computational graphs, where convolution comes from, MNIST (Ma, City University of Hong Kong).
  case ma = "004"

  /// The heading of its page.
  public var title: String {
    switch self {
    case .chopra: "Convolutional and recurrent networks"
    case .gavankar: "From backpropagation to convolutional networks"
    case .ramakrishnan: "Building blocks: kernels, strides, pooling, memory"
    case .rafiey: "Convolution as feature extraction, and what layers see"
    case .ma: "Computational graphs, convolution's origin, and MNIST"
    }
  }

  /// Who held it, and where.
  public var source: String {
    switch self {
    case .chopra:
      "Sumit Chopra, Introduction to Machine Learning, Lecture 9, New York University, 2021"
    case .gavankar:
      "Chetana Gavankar, Machine Learning, Lecture 10, BITS Pilani, 2020"
    case .ramakrishnan:
      "Ganesh Ramakrishnan, Lecture 22 continued, Indian Institute of Technology Bombay"
    case .rafiey:
      "Akbar Rafiey, CS-GY 6923, Lecture 11, New York University Tandon School of Engineering"
    case .ma:
      "Kede Ma, CS5489, Lecture 9.2, City University of Hong Kong (Dongguan)"
    }
  }

  /// The name of its page's file, without extension.
  var page: String { "lecture-\(rawValue)" }
}
