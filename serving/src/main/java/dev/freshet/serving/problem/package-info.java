/** Every error answer has one form: {@link dev.freshet.serving.problem.Problem}. */
@NullMarked
package dev.freshet.serving.problem;

import org.jspecify.annotations.NullMarked;
