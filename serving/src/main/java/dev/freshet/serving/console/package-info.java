/**
 * What the console shows beyond the rest of the API: the system as it lives, by server-sent events.
 * Start at {@link dev.freshet.serving.console.LiveService}.
 */
@NullMarked
package dev.freshet.serving.console;

import org.jspecify.annotations.NullMarked;
