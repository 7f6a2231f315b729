/** Whether the node is ready, for probes and for the launcher. */
@NullMarked
package dev.freshet.serving.health;

import org.jspecify.annotations.NullMarked;
