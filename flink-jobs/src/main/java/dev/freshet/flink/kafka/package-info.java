/**
 * How jobs read and write topics: a {@link dev.freshet.flink.kafka.TopicReader} gives the records
 * of a topic with their watermarks and sends what nobody can process to dead letters, a {@link
 * dev.freshet.flink.kafka.MarkingSink} writes values and watermark marks in one order.
 */
@NullMarked
package dev.freshet.flink.kafka;

import org.jspecify.annotations.NullMarked;
