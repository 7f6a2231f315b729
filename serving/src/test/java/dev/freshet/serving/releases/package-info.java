/** Tests. */
@NullMarked
package dev.freshet.serving.releases;

import org.jspecify.annotations.NullMarked;
