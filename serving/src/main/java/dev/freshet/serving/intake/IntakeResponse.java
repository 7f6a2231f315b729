package dev.freshet.serving.intake;

import dev.freshet.serving.problem.FieldError;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * Answer to a body that was taken in, wholly or in part.
 *
 * @param accepted number of items that Kafka has acknowledged
 * @param rejected one error for each item that was left out
 */
@Serdeable
public record IntakeResponse(int accepted, List<FieldError> rejected) {}
