/**
 * The system under an audience alone, for long: what each process's memory does and what serving
 * answers. {@link dev.freshet.loadtests.faults.soak.Soak} runs it.
 */
@NullMarked
package dev.freshet.loadtests.faults.soak;

import org.jspecify.annotations.NullMarked;
