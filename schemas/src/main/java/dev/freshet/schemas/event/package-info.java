/**
 * What happened: {@link dev.freshet.schemas.event.FeedbackEvent}s of users and the {@link
 * dev.freshet.schemas.event.Video}s of the catalogue. The records are generated from {@code
 * src/main/avro/event}.
 */
@NullMarked
package dev.freshet.schemas.event;

import org.jspecify.annotations.NullMarked;
