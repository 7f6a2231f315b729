/** Benchmarks that start and stop systems of their own. */
@NullMarked
package dev.freshet.local.bench;

import org.jspecify.annotations.NullMarked;
