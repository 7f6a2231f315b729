package dev.freshet.serving.page;

import dev.freshet.serving.feedback.EventBody;
import io.micronaut.core.annotation.Introspected;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a page as it is sent. Only describes the API; what is read of it is a {@link
 * PageRequest}.
 *
 * @param count videos wanted, up to 100; 20 where missing
 * @param candidates videos ranked for the page, at most; fewer are faster
 * @param surface where in the app the page will be shown
 * @param device kind of device
 * @param explain whether to say why each video is there
 * @param exclude videos not wanted on this page, up to 1,000
 * @param events the user's last events, without the user, up to 1,000; they count for this page
 * @param strategy personalised, trending or random
 * @param tags a video has one of these, up to 100
 * @param excludeTags a video has none of these, up to 100
 * @param authors a video is by one of these, up to 100
 * @param excludeAuthors a video is by none of these, up to 100
 * @param minLengthMillis least length of a video
 * @param maxLengthMillis greatest length of a video
 * @param uploadedAfter a video is uploaded later than this. Or in epoch milliseconds
 * @param uploadedBefore a video is uploaded earlier than this. Or in epoch milliseconds
 */
@Introspected
@Schema(name = "PageWish")
public record PageBody(
    @Nullable Integer count,
    @Nullable Integer candidates,
    @Nullable String surface,
    @Nullable String device,
    @Nullable Boolean explain,
    @Nullable List<String> exclude,
    @Nullable List<EventBody> events,
    @Nullable String strategy,
    @Nullable List<String> tags,
    @Nullable List<String> excludeTags,
    @Nullable List<String> authors,
    @Nullable List<String> excludeAuthors,
    @Nullable Long minLengthMillis,
    @Nullable Long maxLengthMillis,
    @Nullable Instant uploadedAfter,
    @Nullable Instant uploadedBefore) {}
