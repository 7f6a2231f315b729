/** Tests. */
@NullMarked
package dev.freshet.serving.connections;

import org.jspecify.annotations.NullMarked;
