/**
 * Fills in what an event leaves out and the catalogue knows. Start at {@link
 * dev.freshet.flink.completion.Completion}.
 */
@NullMarked
package dev.freshet.flink.completion;

import org.jspecify.annotations.NullMarked;
