/**
 * The process that runs the topologies: {@link dev.freshet.streams.StreamsApp}. Each topology has a
 * package of its own and knows nothing of this one.
 */
@NullMarked
package dev.freshet.streams;

import org.jspecify.annotations.NullMarked;
