/** Networks as ONNX files, and sessions of ONNX Runtime that run them. */
@NullMarked
package dev.freshet.models.net.onnx;

import org.jspecify.annotations.NullMarked;
