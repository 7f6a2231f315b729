/**
 * Traces of events, where an operator asks for them. Start at {@link
 * dev.freshet.flink.tracing.Traces}.
 */
@NullMarked
package dev.freshet.flink.tracing;

import org.jspecify.annotations.NullMarked;
