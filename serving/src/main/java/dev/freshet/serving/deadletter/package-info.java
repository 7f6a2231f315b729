/** A look at the records that nobody could process. */
@NullMarked
package dev.freshet.serving.deadletter;

import org.jspecify.annotations.NullMarked;
