/**
 * Measurements of the running system: how they are taken, and those of the HTTP API. Start at
 * {@link dev.freshet.loadtests.bench.ServeCommand}.
 */
@NullMarked
package dev.freshet.loadtests.bench;

import org.jspecify.annotations.NullMarked;
