/**
 * The model's releases over HTTP, and the way back to one; start at {@link
 * dev.freshet.serving.releases.ReleaseService}.
 */
@NullMarked
package dev.freshet.serving.releases;

import org.jspecify.annotations.NullMarked;
