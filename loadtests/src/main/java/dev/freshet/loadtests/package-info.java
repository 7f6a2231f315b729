/**
 * Drives the running system from outside: simulated users, replay of logs, load. Start at {@link
 * dev.freshet.loadtests.Loadtests}.
 */
@NullMarked
package dev.freshet.loadtests;

import org.jspecify.annotations.NullMarked;
