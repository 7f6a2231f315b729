/** Tests. */
@NullMarked
package dev.freshet.serving.limits;

import org.jspecify.annotations.NullMarked;
