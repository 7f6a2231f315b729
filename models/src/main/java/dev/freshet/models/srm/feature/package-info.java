/**
 * What the sequence models are told of a user, a video and a page. Trainer and scorer both ask
 * here, so that neither can know something else.
 */
@NullMarked
package dev.freshet.models.srm.feature;

import org.jspecify.annotations.NullMarked;
