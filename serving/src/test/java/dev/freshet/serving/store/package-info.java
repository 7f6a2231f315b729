/** Tests. */
@NullMarked
package dev.freshet.serving.store;

import org.jspecify.annotations.NullMarked;
