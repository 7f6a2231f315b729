/** All jobs in one JVM, for one machine. Start at {@link dev.freshet.flink.local.LocalJobs}. */
@NullMarked
package dev.freshet.flink.local;

import org.jspecify.annotations.NullMarked;
