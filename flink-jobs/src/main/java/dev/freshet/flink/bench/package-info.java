/** Measures the jobs' own parts, without the rest of the system. */
@NullMarked
package dev.freshet.flink.bench;

import org.jspecify.annotations.NullMarked;
