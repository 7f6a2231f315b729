/**
 * Training examples of a log without the stream jobs, for experiments and tests: {@link
 * dev.freshet.models.examples.OfflineExamples}.
 */
@NullMarked
package dev.freshet.models.examples;

import org.jspecify.annotations.NullMarked;
