/**
 * Event time of the topics: when a record happened, how far a topic has come while partitions are
 * quiet, and watermarks that an upstream job wrote down.
 */
@NullMarked
package dev.freshet.flink.eventtime;

import org.jspecify.annotations.NullMarked;
