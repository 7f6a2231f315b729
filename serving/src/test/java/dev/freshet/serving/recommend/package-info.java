/** Tests. */
@NullMarked
package dev.freshet.serving.recommend;

import org.jspecify.annotations.NullMarked;
