@NullMarked
package dev.freshet.flink.state;

import org.jspecify.annotations.NullMarked;
