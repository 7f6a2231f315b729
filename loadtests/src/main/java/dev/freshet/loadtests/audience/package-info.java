/**
 * A simulated audience that closes the loop over the real HTTP API: it asks for pages, watches, and
 * sends back what it did. A third each of the users get personalised, trending and random pages, so
 * the gain is measured while it runs. Start at {@link dev.freshet.loadtests.audience.Audience}.
 */
@NullMarked
package dev.freshet.loadtests.audience;

import org.jspecify.annotations.NullMarked;
