/** Tests. */
@NullMarked
package dev.freshet.serving.trending;

import org.jspecify.annotations.NullMarked;
