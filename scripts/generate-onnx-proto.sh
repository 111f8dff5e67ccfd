#!/usr/bin/env bash
# Makes Sources/ONNXProto/onnx.pb.swift anew from onnx.proto beside it.
# Needs protoc (Debian: protobuf-compiler) and git; builds swift-protobuf's generator outside of the tree (a minute).
set -euo pipefail
cd "$(dirname "$0")/.."

version=1.39.0
generator="${XDG_CACHE_HOME:-$HOME/.cache}/fovea/swift-protobuf-$version"
command -v protoc >/dev/null || { echo "there is no 'protoc'; install protobuf-compiler" >&2; exit 1; }
if [ ! -x "$generator/.build/release/protoc-gen-swift" ]; then
  rm -rf "$generator"
  git clone --quiet --depth 1 --branch "$version" https://github.com/apple/swift-protobuf.git "$generator"
  swift build --package-path "$generator" -c release --product protoc-gen-swift
fi
protoc --plugin="$generator/.build/release/protoc-gen-swift" -I Sources/ONNXProto \
  --swift_opt=Visibility=Public --swift_out=Sources/ONNXProto onnx.proto
echo "wrote Sources/ONNXProto/onnx.pb.swift"
