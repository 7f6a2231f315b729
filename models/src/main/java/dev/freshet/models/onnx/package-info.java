/**
 * ONNX: {@link dev.freshet.models.onnx.OnnxOps} writes a network down as a graph, {@link
 * dev.freshet.models.onnx.OnnxModel} runs one with ONNX Runtime.
 */
@NullMarked
package dev.freshet.models.onnx;

import org.jspecify.annotations.NullMarked;
