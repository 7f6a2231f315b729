/**
 * Learns from long views how the modalities of a video are fused: {@link
 * dev.freshet.flink.fusion.training.FusionTrainingJob}.
 */
@NullMarked
package dev.freshet.flink.fusion.training;

import org.jspecify.annotations.NullMarked;
