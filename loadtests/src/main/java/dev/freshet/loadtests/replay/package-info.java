/**
 * Replays a log through the running system and measures what the models knew before they learned
 * from it. {@link dev.freshet.loadtests.replay.LogWriter} sends the log, {@link
 * dev.freshet.loadtests.replay.Outputs} reads what comes out, {@link
 * dev.freshet.loadtests.replay.ReplayResult} is what came of it.
 */
@NullMarked
package dev.freshet.loadtests.replay;

import org.jspecify.annotations.NullMarked;
