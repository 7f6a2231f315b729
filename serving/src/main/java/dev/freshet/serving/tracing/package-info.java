/**
 * Traces, where an operator asks for them: from a request through Kafka's headers to the page that
 * knows what the request said. Start at {@link dev.freshet.serving.tracing.Tracing}.
 */
@NullMarked
package dev.freshet.serving.tracing;

import org.jspecify.annotations.NullMarked;
