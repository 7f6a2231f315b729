/** Tests. */
@NullMarked
package dev.freshet.serving.topics;

import org.jspecify.annotations.NullMarked;
