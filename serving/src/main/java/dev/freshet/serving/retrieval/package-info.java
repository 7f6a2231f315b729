/**
 * Choosing the videos that may be ranked; start at {@link dev.freshet.serving.retrieval.Retrieval}.
 */
@NullMarked
package dev.freshet.serving.retrieval;

import org.jspecify.annotations.NullMarked;
