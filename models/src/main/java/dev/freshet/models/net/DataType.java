package dev.freshet.models.net;

/** What a tensor is made of. */
public enum DataType {
  /** 32 bits. */
  FLOAT,
  /** 16 bits, IEEE 754. */
  HALF,
  INT64,
  BOOL
}
