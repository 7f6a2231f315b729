/**
 * The topics of the system, each tied to the one way its keys and values are written. Start at
 * {@link dev.freshet.schemas.topic.Topics}.
 */
@NullMarked
package dev.freshet.schemas.topic;

import org.jspecify.annotations.NullMarked;
