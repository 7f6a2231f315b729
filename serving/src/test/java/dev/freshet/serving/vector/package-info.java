/** Tests. */
@NullMarked
package dev.freshet.serving.vector;

import org.jspecify.annotations.NullMarked;
