/** Tests. */
@NullMarked
package dev.freshet.serving.tracing;

import org.jspecify.annotations.NullMarked;
