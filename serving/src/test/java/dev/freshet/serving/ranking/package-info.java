/** Tests. */
@NullMarked
package dev.freshet.serving.ranking;

import org.jspecify.annotations.NullMarked;
