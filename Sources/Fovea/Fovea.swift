// One import for everything.
@_exported public import FoveaCheckpoint
@_exported public import FoveaData
@_exported public import FoveaDrawing
@_exported public import FoveaEngine
@_exported public import FoveaImage
@_exported public import FoveaInsight
@_exported public import FoveaNetwork
@_exported public import FoveaONNX
@_exported public import FoveaTensor
@_exported public import FoveaTraining
