/** Topics as a reader finds them who knows nothing but the broker. */
@NullMarked
package dev.freshet.loadtests.topic;

import org.jspecify.annotations.NullMarked;
