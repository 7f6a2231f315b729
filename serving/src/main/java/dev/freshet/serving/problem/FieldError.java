package dev.freshet.serving.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * One field that breaks a rule.
 *
 * @param index place in the batch, from 0; null where the request is no batch
 * @param field name of the field, parameter or path part
 * @param detail the rule, and the value where it is short
 */
@Serdeable
public record FieldError(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer index,
    String field,
    String detail) {}
