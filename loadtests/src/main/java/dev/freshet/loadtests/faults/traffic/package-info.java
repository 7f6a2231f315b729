/** Traffic of known content, what it was answered, and whether every event of it counted once. */
@NullMarked
package dev.freshet.loadtests.faults.traffic;

import org.jspecify.annotations.NullMarked;
