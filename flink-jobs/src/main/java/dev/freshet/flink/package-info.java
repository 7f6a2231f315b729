/**
 * The stream jobs that keep state and learn: {@link dev.freshet.flink.features.FeaturesJob}, {@link
 * dev.freshet.flink.labels.LabelsJob} and {@link dev.freshet.flink.training.TrainingJob}. On one
 * machine {@link dev.freshet.flink.local.LocalJobs} runs all three.
 */
@NullMarked
package dev.freshet.flink;

import org.jspecify.annotations.NullMarked;
