/**
 * The Kafka of one machine: {@link dev.freshet.local.broker.EmbeddedBroker} and what stands before
 * it.
 */
@NullMarked
package dev.freshet.local.broker;

import org.jspecify.annotations.NullMarked;
