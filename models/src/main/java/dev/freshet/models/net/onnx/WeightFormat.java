package dev.freshet.models.net.onnx;

/**
 * How the matrices of linear layers are kept. Fewer bits make a step of one row faster, since it
 * reads each weight once; with many rows they are slower than floats.
 */
public enum WeightFormat {
  /** 32-bit floats. */
  FLOAT,
  /** 8 bits, with a scale for each 32 weights. */
  INT8,
  /** 4 bits, with a scale for each 32 weights. */
  INT4
}
