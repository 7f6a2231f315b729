/** A job that only copies, to measure against: what it takes is the least that any job can take. */
@NullMarked
package dev.freshet.flink.passthrough;

import org.jspecify.annotations.NullMarked;
