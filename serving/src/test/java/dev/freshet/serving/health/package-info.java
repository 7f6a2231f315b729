/** Tests. */
@NullMarked
package dev.freshet.serving.health;

import org.jspecify.annotations.NullMarked;
