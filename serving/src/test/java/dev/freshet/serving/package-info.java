/** Tests of the node as a whole, and what tests of its parts share. */
@NullMarked
package dev.freshet.serving;

import org.jspecify.annotations.NullMarked;
