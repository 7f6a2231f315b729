package dev.freshet.serving.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freshet.serving.problem.FieldError;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * Answer to a body that was taken in, wholly or in part.
 *
 * @param accepted number of items that Kafka has acknowledged
 * @param rejected one error for each item that was left out
 * @param late one note for each accepted item that comes so late that only a part of the system
 *     counts it; absent where there is none
 */
@Serdeable
public record IntakeResponse(
    int accepted,
    List<FieldError> rejected,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> late) {}
