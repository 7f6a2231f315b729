@NullMarked
package dev.freshet.serving.browser;

import org.jspecify.annotations.NullMarked;
