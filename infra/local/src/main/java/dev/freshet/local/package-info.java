/**
 * The system on one machine. {@link dev.freshet.local.Freshet} is the command line, {@link
 * dev.freshet.local.LocalSystem} the processes together, {@link dev.freshet.local.EmbeddedBroker}
 * their Kafka.
 */
@NullMarked
package dev.freshet.local;

import org.jspecify.annotations.NullMarked;
