/** What a process logs, and how. Start at {@link dev.freshet.testkit.logging.LoggingProcess}. */
@NullMarked
package dev.freshet.testkit.logging;

import org.jspecify.annotations.NullMarked;
