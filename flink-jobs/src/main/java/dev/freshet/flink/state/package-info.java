/** Keyed state that is read and written for every event. */
@NullMarked
package dev.freshet.flink.state;

import org.jspecify.annotations.NullMarked;
