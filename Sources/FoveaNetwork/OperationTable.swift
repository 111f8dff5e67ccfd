/// Every operation there is, by the name under which it is saved.
enum OperationTable {
  static let all: [any Operation.Type] = [
    Input.self, Constant.self, Convolution.self, DenseProduct.self, MatrixProduct.self,
    Pooling.self,
    GlobalPooling.self, Elementwise.self, Arithmetic.self, SoftmaxFunction.self,
    BatchNormalization.self,
    LayerNormalization.self, LocalResponseNormalization.self, Standardization.self,
    DropoutMask.self,
    Reduction.self, Reshaping.self, Flattening.self, Transposition.self, Slicing.self,
    Concatenation.self,
    Padding.self, EmbeddingLookup.self, Recurrent.self, CrossEntropy.self, SquaredError.self,
    BinaryCrossEntropy.self, LogitMargin.self, AffineSampling.self,
    Unary.self, Binary.self, Selection.self, ParameterValue.self,
    RangeSlicing.self, Expansion.self, Tiling.self, AxisInsertion.self, AxisRemoval.self,
    PixelShuffle.self, Gathering.self, ElementGathering.self, ElementScattering.self,
    TupleGathering.self, TupleScattering.self, Ranking.self, OneHot.self, Triangle.self,
    RunningSum.self, WindowReduction.self, TransposedConvolution.self,
    GroupNormalization.self, Resampling.self, RecurrentSequence.self,
    BatchRepetition.self,
  ]

  static func type(named kind: String) -> (any Operation.Type)? { all.first { $0.kind == kind } }
}
