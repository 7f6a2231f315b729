/** Metrics on a port of their own. */
@NullMarked
package dev.freshet.serving.metrics;

import org.jspecify.annotations.NullMarked;
