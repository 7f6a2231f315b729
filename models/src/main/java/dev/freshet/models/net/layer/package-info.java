/** Layers, written once over {@link dev.freshet.models.net.Ops}. */
@NullMarked
package dev.freshet.models.net.layer;

import org.jspecify.annotations.NullMarked;
