package dev.freshet.flink.fusion.training;

import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.ModalityVectors;

/**
 * What a fusion is learned from.
 *
 * @param vectors of all videos of the split
 * @param split long views to learn from, to choose the epoch by, and for the gate
 */
record FusionExamples(ModalityVectors vectors, InteractionSplit split) {}
