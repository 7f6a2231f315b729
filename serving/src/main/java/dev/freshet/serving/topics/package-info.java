/**
 * Writing to Kafka: {@link dev.freshet.serving.topics.TopicWriter} for what must be acknowledged,
 * {@link dev.freshet.serving.topics.DeadLetters} for what nobody could read.
 */
@NullMarked
package dev.freshet.serving.topics;

import org.jspecify.annotations.NullMarked;
