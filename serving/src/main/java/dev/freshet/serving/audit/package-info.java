/** Who changed what. */
@NullMarked
package dev.freshet.serving.audit;

import org.jspecify.annotations.NullMarked;
