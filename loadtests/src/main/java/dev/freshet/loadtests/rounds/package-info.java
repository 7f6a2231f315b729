/** Training rounds asked for. */
@NullMarked
package dev.freshet.loadtests.rounds;

import org.jspecify.annotations.NullMarked;
