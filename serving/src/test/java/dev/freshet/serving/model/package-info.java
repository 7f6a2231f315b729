/** Tests. */
@NullMarked
package dev.freshet.serving.model;

import org.jspecify.annotations.NullMarked;
