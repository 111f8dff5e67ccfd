"""Keras models that tf2onnx exported, with TensorFlow's values and input gradients: what ModelOracleTests compares with.

Needs tensorflow-cpu, tf2onnx and safetensors. Writes keras-cnn and keras-lstm (.onnx and .safetensors) beside this script.
"""
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import keras
import numpy as np
import tensorflow as tf
import tf2onnx
from keras import layers
from safetensors.numpy import save_file

here = os.path.dirname(os.path.abspath(__file__))


def cnn():
    """Pictures with channels last, "same" borders of odd sizes, a residual, a depthwise and a transposed convolution."""
    x = keras.Input((20, 18, 3))
    h = layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False, name="stem")(x)
    h = layers.BatchNormalization(name="norm")(h)
    skip = h = layers.ReLU(6.0, name="relu6")(h)
    h = layers.DepthwiseConv2D(3, padding="same", name="depth")(h)
    h = layers.Activation("swish", name="swish")(h)
    h = layers.Conv2D(8, 1, name="point")(h)
    h = layers.Add(name="add")([h, skip])
    h = layers.MaxPooling2D(2, name="pool")(h)
    h = layers.Conv2DTranspose(4, 3, strides=2, padding="same", name="up")(h)
    h = layers.GlobalAveragePooling2D(name="mean")(h)
    h = layers.LayerNormalization(name="layernorm")(h)
    model = keras.Model(x, layers.Dense(5, activation="softmax", name="classes")(h))
    source = np.random.default_rng(1)
    model.get_layer("norm").set_weights(
        [source.uniform(*ends, 8) for ends in ((0.5, 1.5), (-0.3, 0.3), (-0.3, 0.3), (0.5, 1.5))])
    return model


def lstm():
    """Two layers over a sequence, one of them in both directions."""
    x = keras.Input((7, 5))
    h = layers.Bidirectional(layers.LSTM(6, return_sequences=True), name="both")(x)
    h = layers.LSTM(4, name="last")(h)
    return keras.Model(x, layers.Dense(3, name="answer")(h))


keras.utils.set_random_seed(3)
for name, model in (("keras-cnn", cnn()), ("keras-lstm", lstm())):
    shape = model.inputs[0].shape[1:]
    x = tf.constant(np.random.default_rng(2).normal(size=(3, *shape)).astype(np.float32))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = model(x, training=False)
        objective = tf.reduce_sum(y[:, 1])
    gradient = tape.gradient(objective, x)

    def call(x, model=model):
        return {"y": model(x, training=False)}

    signature = [tf.TensorSpec((None, *shape), tf.float32, name="x")]
    tf2onnx.convert.from_function(
        tf.function(call), input_signature=signature, opset=17, output_path=os.path.join(here, f"{name}.onnx"))
    save_file(
        {"x/value": x.numpy(), "x/gradient": gradient.numpy(), "y/value": y.numpy()},
        os.path.join(here, f"{name}.safetensors"))
