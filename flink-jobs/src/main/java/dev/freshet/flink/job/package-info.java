/** What all jobs are to those that run them. */
@NullMarked
package dev.freshet.flink.job;

import org.jspecify.annotations.NullMarked;
