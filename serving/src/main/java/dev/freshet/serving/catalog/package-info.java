/** The catalogue over HTTP; start at {@link dev.freshet.serving.catalog.VideoController}. */
@NullMarked
package dev.freshet.serving.catalog;

import org.jspecify.annotations.NullMarked;
