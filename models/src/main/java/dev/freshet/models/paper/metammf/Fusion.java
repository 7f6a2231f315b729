package dev.freshet.models.paper.metammf;

/** How the modalities of a video become one vector; each arm has the same depth and widths. */
public enum Fusion {
  /** Static: a layer for each modality, then their sum. */
  SUM("sum"),
  /** Static: a layer for each modality, then their mean. */
  MEAN("mean"),
  /** Static: a layer for each modality, then their sum with weights of one softmax for all. */
  SOFTMAX_ATTENTION("softmax attention"),
  /** The same with a softmax for each video: how much of a modality, but not which part of it. */
  VIDEO_ATTENTION("attention per video"),
  /** One matrix {@code A·B} per layer, added to the static one times one scalar of the video. */
  SCALAR_GATE("scalar gate"),
  /** Static: the modalities side by side, through layers that are the same for all videos. */
  CONCAT("concat MLP"),
  /** Dynamic: every weight an affine function of the meta vector, by a full tensor. */
  FULL_TENSOR("full tensor"),
  /** Dynamic: as the full tensor, of a canonical polyadic rank. */
  CANONICAL_POLYADIC("CP");

  private final String label;

  Fusion(String label) {
    this.label = label;
  }

  /** Name in tables. */
  public String label() {
    return label;
  }

  /** Whether a layer of its own comes first for each modality, instead of their concatenation. */
  boolean byModality() {
    return this == SUM || this == MEAN || this == SOFTMAX_ATTENTION || this == VIDEO_ATTENTION;
  }

  /** Whether all videos are fused by the same weights. */
  public boolean isStatic() {
    return this == SUM || this == MEAN || this == SOFTMAX_ATTENTION || this == CONCAT;
  }

  /** Whether the weights of a layer depend on the meta vector. */
  public boolean usesMeta() {
    return this == SCALAR_GATE || this == FULL_TENSOR || this == CANONICAL_POLYADIC;
  }
}
