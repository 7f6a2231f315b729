/** Tests. */
@NullMarked
package dev.freshet.serving.erasure;

import org.jspecify.annotations.NullMarked;
