/** The processes of the system, and what is done to them. */
@NullMarked
package dev.freshet.loadtests.faults.process;

import org.jspecify.annotations.NullMarked;
