import Foundation
import ONNXProto

// Models that tests write themselves.

/// A model of one or more nodes over the input x `[2, 3]`.
func model(
  _ nodes: [Onnx_NodeProto], outputs: [String] = ["y"], _ initializers: [Onnx_TensorProto] = []
) -> Onnx_ModelProto {
  var model = Onnx_ModelProto()
  var set = Onnx_OperatorSetIdProto()
  set.version = 17
  model.opsetImport = [set]
  model.graph.node = nodes
  model.graph.input = [value("x", [2, 3])]
  model.graph.output = outputs.map { value($0, []) }
  model.graph.initializer = initializers
  return model
}

func value(_ name: String, _ extents: [Int64]) -> Onnx_ValueInfoProto {
  var value = Onnx_ValueInfoProto()
  value.name = name
  value.type.tensorType.elemType = 1
  value.type.tensorType.shape.dim = extents.map { extent in
    var dimension = Onnx_TensorShapeProto.Dimension()
    dimension.dimValue = extent
    return dimension
  }
  return value
}

func node(
  _ operation: String, _ inputs: [String], _ outputs: [String], name: String = "",
  _ attributes: [Onnx_AttributeProto] = []
) -> Onnx_NodeProto {
  var node = Onnx_NodeProto()
  (node.opType, node.name) = (operation, name)
  (node.input, node.output, node.attribute) = (inputs, outputs, attributes)
  return node
}

func tensor(
  _ name: String, _ dims: [Int64], type: Int32 = 1, bytes: Int = 0
) -> Onnx_TensorProto {
  var tensor = Onnx_TensorProto()
  (tensor.name, tensor.dims, tensor.dataType) = (name, dims, type)
  tensor.rawData = Data(repeating: 0, count: bytes)
  return tensor
}
