/** Tests. */
@NullMarked
package dev.freshet.serving.access;

import org.jspecify.annotations.NullMarked;
