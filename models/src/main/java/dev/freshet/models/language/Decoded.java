package dev.freshet.models.language;

/**
 * What was read at some positions.
 *
 * @param logits a row for each
 * @param states [read, width]: the last layer's normalised states
 */
@SuppressWarnings("ArrayRecordComponent") // on the hot path; never kept
public record Decoded(Logits logits, float[] states) {}
