/**
 * Joins impressions with their outcomes into training examples. Start at {@link
 * dev.freshet.flink.labels.LabelsJob}.
 */
@NullMarked
package dev.freshet.flink.labels;

import org.jspecify.annotations.NullMarked;
