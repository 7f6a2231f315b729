/**
 * The command line of the system on one machine: {@link dev.freshet.local.Freshet} and its
 * commands. {@link dev.freshet.local.system.LocalSystem} is the processes together.
 */
@NullMarked
package dev.freshet.local;

import org.jspecify.annotations.NullMarked;
