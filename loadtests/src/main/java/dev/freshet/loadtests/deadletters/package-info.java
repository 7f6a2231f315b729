/**
 * Records that nobody could process: seen, explained and sent once more. Start at {@link
 * dev.freshet.loadtests.deadletters.DeadLettersCommand}.
 */
@NullMarked
package dev.freshet.loadtests.deadletters;

import org.jspecify.annotations.NullMarked;
