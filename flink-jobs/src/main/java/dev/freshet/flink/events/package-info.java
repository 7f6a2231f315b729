/**
 * Feedback events as the jobs read them: {@link dev.freshet.flink.events.FeedbackEvents} reads and
 * checks them, {@link dev.freshet.flink.events.RecentIds} finds repeats.
 */
@NullMarked
package dev.freshet.flink.events;

import org.jspecify.annotations.NullMarked;
