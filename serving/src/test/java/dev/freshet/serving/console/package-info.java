/** Tests of the console, the live stream behind it, and its look in a real browser. */
@NullMarked
package dev.freshet.serving.console;

import org.jspecify.annotations.NullMarked;
