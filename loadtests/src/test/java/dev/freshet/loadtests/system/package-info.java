/** Starts the real processes through the launcher and looks at them from outside. */
@NullMarked
package dev.freshet.loadtests.system;

import org.jspecify.annotations.NullMarked;
