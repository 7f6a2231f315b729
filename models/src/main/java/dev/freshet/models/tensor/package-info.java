/**
 * Networks written once, run twice: a network is a function over {@link
 * dev.freshet.models.tensor.TensorOps}; {@link dev.freshet.models.tensor.DjlOps} computes it with
 * gradients to train, {@code OnnxOps} in the package {@code onnx} writes it down to be served.
 */
@NullMarked
package dev.freshet.models.tensor;

import org.jspecify.annotations.NullMarked;
