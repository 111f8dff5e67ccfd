import FoveaTensor

/// The few names out of Python's modules that a file of weights may mention; all others are refused.
///
/// Mentioning one calls nothing: `PickleCall` knows what each would have made.
enum PickleGlobal: Hashable {
  /// `collections.OrderedDict`.
  case orderedDictionary
  /// `set` and `frozenset`.
  case set
  /// `torch.Size`.
  case size
  /// `torch.device`.
  case device
  /// `_codecs.encode`, by which older Pythons write bytes.
  case encoding
  /// `torch.Tensor` and `torch.nn.Parameter` as types.
  case tensorType
  /// Makes a tensor from storage, offset, shape and strides.
  case rebuildTensor
  /// The same with the elements' type behind it, for storages that have none.
  case rebuildTypedTensor
  /// Makes a tensor by one of the others, from its arguments.
  case rebuildFromType
  /// Makes a parameter from a tensor.
  case rebuildParameter
  /// A storage of numbers; without a type, bytes.
  case storage(StoredScalar?)
  /// The type of a tensor's elements.
  case element(StoredScalar)
  /// Makes an array that is filled later.
  case arrayReconstruction
  /// `numpy.ndarray` as a type.
  case array
  /// `numpy.dtype`.
  case arrayElementType
  /// Makes one number of its bytes.
  case arrayScalar
  /// Makes an array of a buffer.
  case arrayFromBuffer

  /// The meaning of a name; `nil` for what is not allowed.
  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("builtins", "set"), ("builtins", "frozenset"), ("__builtin__", "set"),
      ("__builtin__", "frozenset"):
      self = .set
    case ("_codecs", "encode"): self = .encoding
    case ("torch", "Size"): self = .size
    case ("torch", "device"): self = .device
    case ("torch", "Tensor"), ("torch.nn.parameter", "Parameter"), ("torch.nn", "Parameter"):
      self = .tensorType
    case ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"):
      self = .rebuildTensor
    case ("torch._utils", "_rebuild_tensor_v3"): self = .rebuildTypedTensor
    case ("torch._tensor", "_rebuild_from_type_v2"): self = .rebuildFromType
    case ("torch._utils", "_rebuild_parameter"),
      ("torch._utils", "_rebuild_parameter_with_state"):
      self = .rebuildParameter
    case ("torch", let type), ("torch.storage", let type), ("torch.cuda", let type):
      guard let known = Self.torchType(type) else { return nil }
      self = known
    default:
      guard let known = Self.numpyName(module, name) else { return nil }
      self = known
    }
  }

  private static func torchType(_ name: String) -> PickleGlobal? {
    if name == "UntypedStorage" || name == "_UntypedStorage" { return .storage(nil) }
    if let scalar = storages[name] { return .storage(scalar) }
    return elements[name].map { .element($0) }
  }

  private static func numpyName(_ module: String, _ name: String) -> PickleGlobal? {
    switch (module, name) {
    case ("numpy", "ndarray"): .array
    case ("numpy", "dtype"): .arrayElementType
    case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"):
      .arrayReconstruction
    case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"): .arrayScalar
    case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"):
      .arrayFromBuffer
    default: nil
    }
  }

  private static let storages: [String: StoredScalar] = [
    "FloatStorage": .float32, "DoubleStorage": .float64, "HalfStorage": .float16,
    "BFloat16Storage": .bfloat16, "LongStorage": .int64, "IntStorage": .int32,
    "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8, "BoolStorage": .bool,
  ]

  private static let elements: [String: StoredScalar] = [
    "float32": .float32, "float": .float32, "float64": .float64, "double": .float64,
    "float16": .float16, "half": .float16, "bfloat16": .bfloat16,
    "int64": .int64, "long": .int64, "int32": .int32, "int": .int32,
    "int16": .int16, "short": .int16, "int8": .int8, "uint8": .uint8,
    "uint16": .uint16, "uint32": .uint32, "uint64": .uint64, "bool": .bool,
  ]
}
