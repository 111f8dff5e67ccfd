/// Every operation there is, by the name under which it is saved.
enum OperationTable {
  static let all: [any Operation.Type] = [
    Input.self, Constant.self, Convolution.self, Dense.self, MatrixProduct.self, Pooling.self,
    GlobalPooling.self, Elementwise.self, Arithmetic.self, Softmax.self, BatchNormalization.self,
    LayerNormalization.self, LocalResponseNormalization.self, Standardization.self, Dropout.self,
    Reduction.self, Reshape.self, Flatten.self, Transpose.self, Slice.self, Concatenation.self,
    Padding.self, Embedding.self, Recurrent.self, CrossEntropy.self, SquaredError.self,
    BinaryCrossEntropy.self, AffineSampling.self, Edit.self,
  ]

  static func type(named kind: String) -> (any Operation.Type)? { all.first { $0.kind == kind } }
}
