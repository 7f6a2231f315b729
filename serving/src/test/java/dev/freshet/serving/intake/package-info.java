/** Tests. */
@NullMarked
package dev.freshet.serving.intake;

import org.jspecify.annotations.NullMarked;
