/** Training examples as jobs read them. */
@NullMarked
package dev.freshet.flink.examples;

import org.jspecify.annotations.NullMarked;
