/**
 * Taking things in over HTTP: {@link dev.freshet.serving.intake.Batch} reads a body strictly and
 * item by item, {@link dev.freshet.serving.intake.Intake} says what came of it.
 */
@NullMarked
package dev.freshet.serving.intake;

import org.jspecify.annotations.NullMarked;
