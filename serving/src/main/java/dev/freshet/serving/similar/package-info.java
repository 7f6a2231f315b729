/** Videos like a video; start at {@link dev.freshet.serving.similar.SimilarService}. */
@NullMarked
package dev.freshet.serving.similar;

import org.jspecify.annotations.NullMarked;
