/**
 * What becomes of a running system when parts of it are killed, paused, cut off or overloaded:
 * traffic of known content goes on meanwhile, and afterwards every acknowledged event must have
 * counted, once. Start at {@link dev.freshet.loadtests.faults.FaultsCommand}.
 */
@NullMarked
package dev.freshet.loadtests.faults;

import org.jspecify.annotations.NullMarked;
