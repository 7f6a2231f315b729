/**
 * Rows and releases as they arrive, and the one release that serves. Start at {@link
 * dev.freshet.serving.model.ModelRoom}.
 */
@NullMarked
package dev.freshet.serving.model;

import org.jspecify.annotations.NullMarked;
