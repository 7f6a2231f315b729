/**
 * Child processes: {@link dev.freshet.local.process.ChildSpec} says how one is started, {@link
 * dev.freshet.local.process.Supervisor} starts, watches, restarts and stops them.
 */
@NullMarked
package dev.freshet.local.process;

import org.jspecify.annotations.NullMarked;
