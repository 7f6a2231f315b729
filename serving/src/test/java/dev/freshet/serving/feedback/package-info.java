/** Tests. */
@NullMarked
package dev.freshet.serving.feedback;

import org.jspecify.annotations.NullMarked;
