/**
 * Learns the models online, in micro-batches of event time. Start at {@link
 * dev.freshet.flink.training.TrainingJob}; the operator is {@link
 * dev.freshet.flink.training.OnlineTraining}.
 */
@NullMarked
package dev.freshet.flink.training;

import org.jspecify.annotations.NullMarked;
