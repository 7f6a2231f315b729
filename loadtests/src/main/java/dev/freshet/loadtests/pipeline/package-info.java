/**
 * How long it takes until the running system knows: from an event to the user's next page, from a
 * labelled example to the rows that pages are ranked with. Start at {@link
 * dev.freshet.loadtests.pipeline.FreshnessCommand}.
 */
@NullMarked
package dev.freshet.loadtests.pipeline;

import org.jspecify.annotations.NullMarked;
