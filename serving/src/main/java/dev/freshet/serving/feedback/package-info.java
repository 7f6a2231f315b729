/** Feedback events over HTTP; start at {@link dev.freshet.serving.feedback.EventReader}. */
@NullMarked
package dev.freshet.serving.feedback;

import org.jspecify.annotations.NullMarked;
