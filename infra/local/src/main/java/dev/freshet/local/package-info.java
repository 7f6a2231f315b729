/** The system on one machine; {@link dev.freshet.local.EmbeddedBroker} is its Kafka. */
@NullMarked
package dev.freshet.local;

import org.jspecify.annotations.NullMarked;
