/** Language models at the terminal: text as it comes, and what it costs. */
@NullMarked
package dev.freshet.loadtests.language;

import org.jspecify.annotations.NullMarked;
