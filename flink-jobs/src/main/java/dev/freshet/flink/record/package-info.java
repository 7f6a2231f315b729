/**
 * What travels between the steps of a job: records as they were read, values as they will be
 * written, and how both are serialized.
 */
@NullMarked
package dev.freshet.flink.record;

import org.jspecify.annotations.NullMarked;
