/** Tests. */
@NullMarked
package dev.freshet.serving.problem;

import org.jspecify.annotations.NullMarked;
