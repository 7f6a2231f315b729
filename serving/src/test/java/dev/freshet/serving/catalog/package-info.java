/** Tests. */
@NullMarked
package dev.freshet.serving.catalog;

import org.jspecify.annotations.NullMarked;
